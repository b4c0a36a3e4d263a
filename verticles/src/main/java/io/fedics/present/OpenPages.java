package io.fedics.present;

import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Supplier;

/** Health and counters: for programs that watch, without a sign-in. */
final class OpenPages {
  private OpenPages() {}

  /**
   * @param metrics Prometheus text
   */
  static void mount(Router router, List<HealthCheck> checks, Supplier<String> metrics) {
    var health = new HealthPages(checks);
    router.get("/healthz").handler(health::show);
    router.get("/readyz").handler(health::show);
    router
        .get("/metrics")
        .handler(context -> context
            .response()
            .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
            .end(metrics.get()));
  }
}
