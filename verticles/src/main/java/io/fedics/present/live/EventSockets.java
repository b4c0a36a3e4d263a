package io.fedics.present.live;

import io.fedics.present.access.Access;
import io.fedics.present.access.AccessHandler;
import io.fedics.present.access.Session;
import io.fedics.present.http.Problem;
import io.fedics.present.http.ProblemKind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plain WebSockets: {@code {"type","payload"}}, outbound only. A socket that cannot keep up loses messages, never holds
 * others up. One context only.
 */
public final class EventSockets {
  /** A program that sends nothing useful must not send much. */
  private static final int MOST_PER_TURN = 100;

  private final Map<ServerWebSocket, Session> sockets = new HashMap<>();
  private int sentThisTurn;

  void open(RoutingContext context) {
    if (context.request().getHeader("Upgrade") == null) {
      context.response().putHeader("upgrade", "websocket");
      context.fail(Problem.of(
          426, ProblemKind.NO_WEBSOCKET, "Not a WebSocket", "This path speaks WebSocket only."));
      return;
    }
    Session session = AccessHandler.sessionOf(context);
    context
        .request()
        .toWebSocket()
        .onSuccess(socket -> add(socket, session))
        .onFailure(context::fail);
  }

  private void add(ServerWebSocket socket, Session session) {
    sockets.put(socket, session);
    socket.closeHandler(_ -> sockets.remove(socket));
    socket.exceptionHandler(_ -> sockets.remove(socket));
    socket.handler(_ -> {}); // nothing is taken in
  }

  boolean isEmpty() {
    return sockets.isEmpty();
  }

  int size() {
    return sockets.size();
  }

  void send(String type, JsonObject payload) {
    if (sockets.isEmpty() || sentThisTurn >= MOST_PER_TURN) {
      return;
    }
    sentThisTurn++;
    String text = new JsonObject().put("type", type).put("payload", payload).encode();
    sockets.keySet().stream()
        .filter(socket -> !socket.writeQueueFull())
        .forEach(socket -> socket.writeTextMessage(text));
  }

  /** A new turn of 250 ms begins. */
  void turn() {
    sentThisTurn = 0;
  }

  public void ping() {
    List.copyOf(sockets.keySet()).forEach(socket -> socket.writePing(Buffer.buffer("fedics")));
  }

  public void closeEnded(Access access) {
    List.copyOf(sockets.entrySet()).forEach(open -> {
      if (!access.isOpen(open.getValue())) {
        sockets.remove(open.getKey());
        open.getKey().close((short) 1008, "signed out");
      }
    });
  }
}
