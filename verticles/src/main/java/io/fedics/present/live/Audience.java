package io.fedics.present.live;

import io.fedics.present.access.Access;
import io.fedics.present.access.AccessHandler;
import io.fedics.present.access.Session;
import io.fedics.present.live.View.Address;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who is connected to the bridge, and who looks at what. One context only. */
public final class Audience {

  private record Member(Session session, Set<Address> addresses) {}

  private final Map<SockJSSocket, Member> members = new HashMap<>();

  /** Every event of the bridge; nothing is ever permitted inbound. */
  void onEvent(BridgeEvent event) {
    SockJSSocket socket = event.socket();
    switch (event.type()) {
      case SOCKET_CREATED ->
        members.put(
            socket, new Member(AccessHandler.sessionOf(socket.routingContext()), new HashSet<>()));
      case REGISTERED -> {
        address(event).ifPresent(address -> of(socket).add(address));
        tell(event);
      }
      case UNREGISTER -> address(event).ifPresent(address -> of(socket).remove(address));
      case SOCKET_CLOSED, SOCKET_ERROR -> members.remove(socket);
      default -> {}
    }
    event.complete(event.type() != BridgeEventType.SEND && event.type() != BridgeEventType.PUBLISH);
  }

  /**
   * Tells the browser that its registration is in force, which the bridge itself does not: only what is read after this
   * leaves nothing between reading and the first frame.
   */
  public static void tell(BridgeEvent event) {
    event
        .socket()
        .write(new JsonObject()
            .put("type", "rec")
            .put("address", event.getRawMessage().getString("address"))
            .put("body", new JsonObject().put("registered", true))
            .encode());
  }

  private static Optional<Address> address(BridgeEvent event) {
    @Nullable
    String text = event.getRawMessage() == null ? null : event.getRawMessage().getString("address");
    return text == null ? Optional.empty() : Address.parse(text);
  }

  private Set<Address> of(SockJSSocket socket) {
    Member member = members.get(socket);
    return member == null ? new HashSet<>() : member.addresses();
  }

  /** Addresses somebody looks at. */
  Set<Address> addresses() {
    return members.values().stream()
        .flatMap(member -> member.addresses().stream())
        .collect(Collectors.toSet());
  }

  boolean looksAt(View view, String site) {
    var address = new Address(view, site);
    return members.values().stream().anyMatch(member -> member.addresses().contains(address));
  }

  int size() {
    return members.size();
  }

  /** Connections by SockJS's name of the transport. */
  Map<String, Long> transports() {
    return members.keySet().stream()
        .collect(Collectors.groupingBy(
            socket -> transport(socket.uri()), TreeMap::new, Collectors.counting()));
  }

  /** How the path of an address ends; a client may have put a time behind it, against caches. */
  private static String transport(String uri) {
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Closes what is signed out or expired. */
  public void closeEnded(Access access) {
    List.copyOf(members.entrySet()).forEach(member -> {
      if (!access.isOpen(member.getValue().session())) {
        members.remove(member.getKey());
        member.getKey().close();
      }
    });
  }
}
