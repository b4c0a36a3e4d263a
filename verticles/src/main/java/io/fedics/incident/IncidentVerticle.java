package io.fedics.incident;

import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.StageIo;
import io.fedics.shared.stage.StageWork;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.IntFunction;

/** Reads predictions, keeps incidents. Wiring only: decisions live in {@code domain}, rows in {@link IncidentStore}. */
public final class IncidentVerticle extends VerticleBase {
  private final IntFunction<Decision> decisionOfPartition;
  private final StageIo io;

  /**
   * @param decisionOfPartition makes the decision of one partition
   * @param io of the stage {@code incident}
   */
  public IncidentVerticle(IntFunction<Decision> decisionOfPartition, StageIo io) {
    this.decisionOfPartition = decisionOfPartition;
    this.io = io;
  }

  @Override
  public Future<?> start() {
    return io.run(StageWork.decidingIntoRows(decisionOfPartition, new IncidentStore()));
  }

  @Override
  public Future<?> stop() {
    return io.close();
  }
}
