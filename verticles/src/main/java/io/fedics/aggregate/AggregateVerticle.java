package io.fedics.aggregate;

import io.fedics.aggregate.domain.Aggregation;
import io.fedics.shared.stage.StageIo;
import io.fedics.shared.stage.StageWork;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Reads flows, writes host-seconds. Wiring only: decisions live in {@link Aggregation}. Deploy as a worker. */
public final class AggregateVerticle extends VerticleBase {
  private final AggregateConfig config;
  private final StageIo io;

  public AggregateVerticle(AggregateConfig config, StageIo io) {
    this.config = config;
    this.io = io;
  }

  @Override
  public Future<?> start() {
    return io.run(StageWork.deciding(partition -> new Aggregation(config, partition)));
  }

  @Override
  public Future<?> stop() {
    return io.close();
  }
}
