package io.fedics.app.fl;

import io.fedics.shared.error.UsageException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Counters of a federated server for Prometheus, for this machine only: nothing that would need a sign-in. */
final class FlMetricsPage {
  static final String HOST = "127.0.0.1";

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = "Counters for Prometheus at http://127.0.0.1:PORT/metrics (default: none).")
  private @Nullable Integer port;

  /** Null for none. */
  @Nullable
  Integer port() {
    return port;
  }

  /**
   * @throws UsageException when it is no port
   */
  void requirePort() {
    if (port != null && (port < 1 || port > 65_535)) {
      throw new UsageException("--metrics-port: " + port + " (expected: 1 to 65535)");
    }
  }

  /** Shows nothing where no port was asked for. */
  Future<?> show(Vertx vertx, PrometheusMeterRegistry registry) {
    if (port == null) {
      return Future.succeededFuture();
    }
    return vertx
        .createHttpServer()
        .requestHandler(request -> {
          if (request.path().equals("/metrics")) {
            request
                .response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(registry.scrape())
                .otherwiseEmpty();
          } else {
            request.response().setStatusCode(404).end().otherwiseEmpty();
          }
        })
        .listen(port, HOST)
        .recover(e -> Future.failedFuture(FlPorts.taken("--metrics-port: " + port, e)));
  }
}
