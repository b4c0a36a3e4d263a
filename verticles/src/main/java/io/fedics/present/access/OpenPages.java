package io.fedics.present.access;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Supplier;

/** Health and counters: for programs that watch, without a sign-in. */
public final class OpenPages {
  private OpenPages() {}

  /**
   * @param metrics Prometheus text
   */
  public static void mount(Router router, List<HealthCheck> checks, Supplier<String> metrics) {
    var health = new HealthPages(checks);
    page(router, "/healthz").handler(health::show);
    page(router, "/readyz").handler(health::show);
    page(router, "/metrics")
        .handler(context -> context
            .response()
            .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
            .end(metrics.get()));
  }

  /** Where something is read, its headers alone as well. */
  public static Route page(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }
}
