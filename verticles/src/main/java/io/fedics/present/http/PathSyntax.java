package io.fedics.present.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Refuses a path that cannot be decoded: the router would fail on it itself, before any handler of failures. */
public final class PathSyntax implements Handler<RoutingContext> {
  @Override
  public void handle(RoutingContext context) {
    try {
      context.normalizedPath(); // keeps what it made
    } catch (IllegalArgumentException e) {
      context.fail(Problem.badParameter(
          "path",
          String.valueOf(context.request().path()),
          "two hexadecimal digits behind each %"));
      return;
    }
    context.next();
  }
}
