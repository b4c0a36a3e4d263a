package io.fedics.present.live;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Which incidents somebody has just changed, told to the consoles of all processes: each then reads it anew. May be lost:
 * the topic of alerts says it again a little later.
 */
public final class IncidentHints {
  /** Not an address of {@link View}: no browser hears it. */
  private static final String ADDRESS = "hints.incident";

  private final EventBus bus;

  public IncidentHints(EventBus bus) {
    this.bus = bus;
  }

  public void tell(UUID incident) {
    bus.publish(ADDRESS, incident.toString());
  }

  public Future<Void> listen(Consumer<UUID> changed) {
    return bus.consumer(
            ADDRESS, (Message<String> hint) -> changed.accept(UUID.fromString(hint.body())))
        .completion();
  }
}
