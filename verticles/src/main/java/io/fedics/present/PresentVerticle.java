package io.fedics.present;

import io.fedics.present.history.LagHistory;
import io.fedics.present.live.Audience;
import io.fedics.present.live.Connections;
import io.fedics.present.live.EventSockets;
import io.fedics.present.live.IncidentHints;
import io.fedics.present.live.LiveFrames;
import io.fedics.present.live.LiveStore;
import io.fedics.present.live.StageRates;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server and the live frames. Wiring only: {@link Routes} says what is where. Not a worker. */
public final class PresentVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(PresentVerticle.class);
  private static final int IDLE_SECONDS = 120;
  private static final int MOST_HEADERS = 16 * 1_024;
  private static final long TICK_MILLIS = 1_000;
  private static final long EXPIRY_MILLIS = 5_000;
  private static final long INTERRUPTED_MILLIS = 10_000;
  private static final List<Topic> LIVE =
      List.of(Topic.ANOMALIES, Topic.ATTACK_CLASSIFIED, Topic.ALERTS, Topic.FL_EVENTS);

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
    Stores stores = Stores.of(vertx, parts.history(), parts.trail(), lag, parts.clock());
    vertx.setPeriodic(TICK_MILLIS, _ -> {
      rates.tick();
      lag.add(parts.clock().instant().getEpochSecond(), (double) rates.lag());
    });
    var audience = new Audience();
    var sockets = new EventSockets();
    var connections = new Connections(audience, sockets);
    var frames = new LiveFrames(
        vertx,
        parts.clock(),
        audience,
        sockets,
        stores.incidents(),
        new LiveStore(parts.history()),
        rates,
        parts.federation());
    vertx.setPeriodic(LiveFrames.TURN_MILLIS, _ -> frames.turn());
    vertx.setPeriodic(config.heartbeat().toMillis(), _ -> sockets.ping());
    vertx.setPeriodic(EXPIRY_MILLIS, _ -> connections.closeEnded(parts.access()));
    vertx.setPeriodic(
        0,
        INTERRUPTED_MILLIS,
        _ -> stores
            .uploads()
            .failInterrupted()
            .onSuccess(ended -> ended.forEach(frames::uploaded))
            .onFailure(failure -> LOG.debug("interrupted uploads: {}", failure.toString())));
    var hints = new IncidentHints(vertx.eventBus());
    var routes =
        new Routes(vertx, config, parts, stores, rates, connections, hints::tell, frames::uploaded);
    var options = new HttpServerOptions()
        .setHost(address.host())
        .setPort(address.port())
        .setHttp2ClearTextEnabled(false) // an upgrade during an answer garbled it for Java's client
        .setCompressionSupported(true)
        .setIdleTimeout(IDLE_SECONDS)
        .setMaxHeaderSize(MOST_HEADERS)
        .setMaxWebSocketFrameSize(MOST_HEADERS)
        .setMaxWebSocketMessageSize(MOST_HEADERS);
    return vertx
        .createHttpServer(options)
        .requestHandler(routes.router())
        .listen()
        .onSuccess(listening -> server = listening)
        .onSuccess(_ -> parts
            .trail()
            .store()
            .onFailure(error -> LOG.warn("Nothing can be decided here: {}", error.getMessage())))
        .compose(_ -> hints.listen(frames::changed))
        .compose(_ ->
            parts.live().start(LIVE, event -> context.runOnContext(_ -> frames.onEvent(event))));
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
    Future<Void> closed = server == null ? Future.succeededFuture() : server.close();
    return closed.eventually(() -> parts.live().close());
  }
}
