package io.fedics.present.live;

import io.vertx.core.Vertx;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import java.time.Duration;

/** The SockJS bridge and the plain WebSockets, behind the sign-in check. */
public final class LiveRoutes {
  private static final long MOST_BODY = 64 * 1_024;
  private static final int PING_MILLIS = 20_000;
  private static final int MOST_ADDRESSES = 400;

  private LiveRoutes() {}

  /**
   * @param heartbeat between two pings
   */
  public static void mount(
      Vertx vertx, Router router, Duration heartbeat, Connections connections) {
    EventSockets sockets = connections.sockets();
    router.get("/ws/events").handler(sockets::open);
    router.get("/ws/realtime").handler(sockets::open);
    var options = new SockJSHandlerOptions()
        .setInsertJSESSIONID(false)
        .setHeartbeatInterval(heartbeat.toMillis())
        .addDisabledTransport("HTML_FILE")
        .addDisabledTransport("JSON_P");
    var bridge = new SockJSBridgeOptions()
        .addOutboundPermitted(new PermittedOptions().setAddressRegex(View.ADDRESSES))
        .setPingTimeout(PING_MILLIS)
        .setMaxHandlersPerSocket(MOST_ADDRESSES);
    // Without a body handler before it every XHR transport answers 500, and only WebSocket works.
    router.route("/eventbus/*").handler(BodyHandler.create(false).setBodyLimit(MOST_BODY));
    // Compressed streams would wait for more to compress.
    router.route("/eventbus/*").handler(context -> {
      context.response().putHeader("content-encoding", "identity");
      context.next();
    });
    router
        .route("/eventbus/*")
        .subRouter(
            SockJSHandler.create(vertx, options).bridge(bridge, connections.audience()::onEvent));
  }
}
