package io.fedics.predict;

import io.fedics.predict.domain.Prediction;
import io.fedics.shared.stage.StageIo;
import io.fedics.shared.stage.StageWork;
import io.fedics.shared.topic.Partitioner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Reads verdicts, writes predictions. Wiring only: decisions live in {@link Prediction}. Deploy as a
 * worker.
 */
public final class PredictVerticle extends VerticleBase {
  private final PredictConfig config;
  private final Partitioner partitioner;
  private final StageIo io;

  public PredictVerticle(PredictConfig config, Partitioner partitioner, StageIo io) {
    this.config = config;
    this.partitioner = partitioner;
    this.io = io;
  }

  @Override
  public Future<?> start() {
    int partitions = partitioner.partitions();
    return io.run(StageWork.deciding(partition -> new Prediction(config, partition, partitions)));
  }

  @Override
  public Future<?> stop() {
    return io.close();
  }
}
