package io.fedics.app.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the live page's addresses as a browser does, through SockJS, and notes when rows about single flows came. */
final class BenchBrowser {
  private static final Logger LOG = LoggerFactory.getLogger(BenchBrowser.class);

  private static final long PING_MILLIS = 5_000;
  private static final int ATTEMPTS = 5;
  private static final long AGAIN_MILLIS = 500;

  private final Vertx vertx;
  private final EventMoments rows;
  private final WebSocketClient client;
  private final AtomicLong received = new AtomicLong();
  private final Promise<Void> registered = Promise.promise();
  private int unregistered;

  /**
   * @param rows gets the flow of each row
   */
  BenchBrowser(Vertx vertx, EventMoments rows) {
    this.vertx = vertx;
    this.rows = rows;
    this.client = vertx.createWebSocketClient();
  }

  /** Succeeds when the server says that it sends from now on. */
  Future<Void> open(int port, String token, List<String> sites) {
    unregistered = sites.size();
    var options = new WebSocketConnectOptions()
        .setHost("127.0.0.1")
        .setPort(port)
        .setURI("/eventbus/websocket")
        .addHeader("Authorization", "Bearer " + token);
    return connect(options, ATTEMPTS).compose(socket -> {
      socket.textMessageHandler(this::onMessage);
      socket.binaryMessageHandler(message -> onMessage(message.toString())); // frames are sent so
      socket.exceptionHandler(
          error -> LOG.warn("the connection of the browser failed: {}", error.toString()));
      sites.forEach(site -> register(socket, site));
      vertx.setPeriodic(PING_MILLIS, _ -> send(socket, new JsonObject().put("type", "ping")));
      return registered.future();
    });
  }

  /** As a page does: again, when the connection is gone before it stands. */
  private Future<WebSocket> connect(WebSocketConnectOptions options, int attempts) {
    return client
        .connect(options)
        .recover(failure -> attempts == 1
            ? Future.failedFuture(failure)
            : vertx.timer(AGAIN_MILLIS).compose(_ -> connect(options, attempts - 1)));
  }

  private static void register(WebSocket socket, String site) {
    send(
        socket,
        new JsonObject()
            .put("type", "register")
            .put("address", "dashboard.live." + site)
            .put("headers", new JsonObject()));
  }

  private static void send(WebSocket socket, JsonObject message) {
    var _ = socket.writeTextMessage(message.encode());
  }

  private void onMessage(String text) {
    long now = System.nanoTime();
    JsonObject body = new JsonObject(text).getJsonObject("body", new JsonObject());
    if (body.getBoolean("registered", false) && --unregistered == 0) {
      registered.complete();
    }
    body.getJsonArray("rows", new JsonArray()).forEach(row -> onRow((JsonObject) row, now));
  }

  private void onRow(JsonObject row, long now) {
    received.incrementAndGet();
    String flow = row.getString("flow_id");
    if (flow != null) {
      rows.add(UUID.fromString(flow), now);
    }
  }

  /** Rows of all kinds. */
  long rowsReceived() {
    return received.get();
  }
}
