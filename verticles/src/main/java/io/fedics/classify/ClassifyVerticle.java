package io.fedics.classify;

import io.fedics.classify.domain.Classification;
import io.fedics.classify.domain.LabelModels;
import io.fedics.shared.stage.StageIo;
import io.fedics.shared.stage.StageWork;
import io.fedics.shared.topic.Partitioner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Reads host-seconds and findings, writes verdicts. Wiring only: decisions live in {@link Classification}. Deploy as a
 * worker.
 */
public final class ClassifyVerticle extends VerticleBase {
  private final ClassifyConfig config;
  private final LabelModels verdicts;
  private final Partitioner partitioner;
  private final StageIo io;

  public ClassifyVerticle(
      ClassifyConfig config, LabelModels verdicts, Partitioner partitioner, StageIo io) {
    this.config = config;
    this.verdicts = verdicts;
    this.partitioner = partitioner;
    this.io = io;
  }

  @Override
  public Future<?> start() {
    int partitions = partitioner.partitions();
    return io.run(StageWork.deciding(
        partition -> new Classification(config, partition, partitions, verdicts)));
  }

  @Override
  public Future<?> stop() {
    return io.close();
  }
}
