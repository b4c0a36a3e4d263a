package io.fedics.present.live;

import io.fedics.present.access.Access;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;

/** Everybody who listens to this process: browsers over the bridge, programs over plain WebSockets. One context only. */
public record Connections(Audience audience, EventSockets sockets) {

  /** Closes what is signed out or expired. */
  public void closeEnded(Access access) {
    audience.closeEnded(access);
    sockets.closeEnded(access);
  }

  /** `browsers`: sockets of pages, `transports`: the same by transport, `programs`: plain WebSockets. */
  public JsonObject json() {
    return new JsonObject()
        .put("browsers", audience.size())
        .put("transports", new JsonObject(new HashMap<>(audience.transports())))
        .put("programs", sockets.size());
  }
}
