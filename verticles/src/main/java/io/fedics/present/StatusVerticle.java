package io.fedics.present;

import io.fedics.present.access.HealthCheck;
import io.fedics.present.access.OpenPages;
import io.fedics.present.http.Failures;
import io.fedics.present.http.HostGuard;
import io.fedics.present.http.SecurityHeaders;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Health and counters of a process that has no console. Not a worker. */
public final class StatusVerticle extends VerticleBase {
  private final PresentConfig config;
  private final List<HealthCheck> checks;
  private final Supplier<String> metrics;
  private final SocketAddress address;
  private @Nullable HttpServer server;

  /**
   * @param metrics Prometheus text
   * @param address where to listen; port 0 takes any, see {@link #port}
   */
  public StatusVerticle(
      PresentConfig config,
      List<HealthCheck> checks,
      Supplier<String> metrics,
      SocketAddress address) {
    this.config = config;
    this.checks = List.copyOf(checks);
    this.metrics = metrics;
    this.address = address;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.route().failureHandler(new Failures());
    router.route().handler(new SecurityHeaders());
    router.route().handler(new HostGuard(config.hosts(), config.origins()));
    OpenPages.mount(router, checks, metrics);
    router.route().handler(context -> context.fail(404));
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(address)
        .onSuccess(listening -> server = listening);
  }

  /** The port it listens on, once started. */
  public int port() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    return server == null ? Future.succeededFuture() : server.close();
  }
}
