package io.fedics.detect;

import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.StageIo;
import io.fedics.shared.stage.StageWork;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.IntFunction;

/** One of the detectors' readers. Wiring only: decisions live in {@code domain}. Deploy as a worker. */
public final class DetectVerticle extends VerticleBase {
  private final IntFunction<Decision> decisionOfPartition;
  private final StageIo io;

  public DetectVerticle(IntFunction<Decision> decisionOfPartition, StageIo io) {
    this.decisionOfPartition = decisionOfPartition;
    this.io = io;
  }

  @Override
  public Future<?> start() {
    return io.run(StageWork.deciding(decisionOfPartition));
  }

  @Override
  public Future<?> stop() {
    return io.close();
  }
}
