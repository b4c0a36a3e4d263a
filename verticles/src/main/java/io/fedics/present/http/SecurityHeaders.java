package io.fedics.present.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** On every answer: nothing inline, nothing from elsewhere, no frames, no sniffing. */
public final class SecurityHeaders implements Handler<RoutingContext> {
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
          + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types default";

  @Override
  public void handle(RoutingContext context) {
    MultiMap headers = context.response().headers();
    headers
        .set("Content-Security-Policy", POLICY)
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Opener-Policy", "same-origin")
        .set("Cross-Origin-Resource-Policy", "same-origin")
        .set("Cache-Control", "no-store");
    context.next();
  }

  /** Behind {@link PathSyntax}: browsers may keep files. */
  public static void keepFiles(RoutingContext context) {
    if (isStatic(context.normalizedPath())) {
      context.response().headers().remove("Cache-Control");
    }
    context.next();
  }

  private static boolean isStatic(String path) {
    return path.startsWith("/webjars/")
        || path.lastIndexOf('.') > path.lastIndexOf('/')
        || path.equals("/");
  }
}
