package io.fedics.present.http;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** The {@code id} in a request's path. */
public final class PathId {
  private PathId() {}

  /**
   * @throws Problem when it is no UUID
   */
  public static UUID of(RoutingContext context) {
    String text = context.pathParam("id");
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Problem.badParameter("id", text, "a UUID");
    }
  }
}
