package io.fedics.app.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** For commands, whose own thread may wait. */
public final class Blocking {
  private Blocking() {}

  /** What the future gives; throws what it failed with. */
  public static <T> T await(Future<T> future) throws Exception {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Database clients want to be asked from a Vert.x context. */
  public static <T> Future<T> onContext(Vertx vertx, Supplier<Future<T>> work) {
    return Future.future(promise -> vertx.runOnContext(_ -> work.get().onComplete(promise)));
  }
}
