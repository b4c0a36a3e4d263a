package io.fedics.present.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The API's description, made when somebody asks first and kept: it reads many files, for which no start should wait and no
 * event loop may. One that failed is made again for who asks next. Ask it from one event loop only.
 */
public final class Description {
  private final Vertx vertx;
  private final Callable<JsonObject> making;
  private @Nullable Future<JsonObject> made;

  /**
   * @param making may block
   */
  public Description(Vertx vertx, Callable<JsonObject> making) {
    this.vertx = vertx;
    this.making = making;
  }

  public Future<JsonObject> document() {
    if (made == null || made.failed()) {
      made = vertx.executeBlocking(making);
    }
    return made;
  }
}
