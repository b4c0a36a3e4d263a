package io.fedics.shared.stage;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** Made on the context that runs it: a verticle is handed its door before it has a context of its own. */
final class DeferredStageIo implements StageIo {
  private final Supplier<StageIo> maker;
  private volatile Optional<StageIo> made = Optional.empty();

  DeferredStageIo(Supplier<StageIo> maker) {
    this.maker = maker;
  }

  @Override
  public Future<Void> run(StageWork work) {
    StageIo io = maker.get();
    made = Optional.of(io);
    return io.run(work);
  }

  @Override
  public Future<Void> close() {
    return made.map(StageIo::close).orElseGet(Future::succeededFuture);
  }

  @Override
  public StageHealth health() {
    return made.map(StageIo::health).orElseGet(() -> StageHealth.of(StageHealth.State.STARTING));
  }
}
