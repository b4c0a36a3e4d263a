package io.fedics.present;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The HTTP server and the live frames. Wiring only: {@link Routes} says what is where. Not a worker. */
public final class PresentVerticle extends VerticleBase {
  private static final int IDLE_SECONDS = 120;
  private static final int MOST_HEADERS = 16 * 1_024;
  private static final long TICK_MILLIS = 1_000;

  private final PresentConfig config;
  private final PresentParts parts;
  private final SocketAddress address;
  private @Nullable HttpServer server;

  /**
   * @param address where to listen; port 0 takes any, see {@link #port}
   */
  public PresentVerticle(PresentConfig config, PresentParts parts, SocketAddress address) {
    this.config = config;
    this.parts = parts;
    this.address = address;
  }

  @Override
  public Future<?> start() {
    var lag = new LagHistory();
    var rates = new StageRates(parts.stages());
    Stores stores = Stores.of(parts.history(), lag, parts.clock());
    vertx.setPeriodic(TICK_MILLIS, _ -> {
      rates.tick();
      lag.add(parts.clock().instant().getEpochSecond(), (double) rates.lag());
    });
    var routes = new Routes(vertx, config, parts, stores, rates);
    var options = new HttpServerOptions()
        .setHost(address.host())
        .setPort(address.port())
        .setCompressionSupported(true)
        .setIdleTimeout(IDLE_SECONDS)
        .setMaxHeaderSize(MOST_HEADERS)
        .setMaxWebSocketFrameSize(MOST_HEADERS)
        .setMaxWebSocketMessageSize(MOST_HEADERS);
    return vertx
        .createHttpServer(options)
        .requestHandler(routes.router())
        .listen()
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
