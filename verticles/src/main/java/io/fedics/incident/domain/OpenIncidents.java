package io.fedics.incident.domain;

import io.fedics.shared.stage.KeyedState;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/** Open incidents by site, in order of id, saved one by one. Not thread-safe. */
final class OpenIncidents {
  private final KeyedState<OpenIncident> state = new KeyedState<>("open", OpenIncident.class);
  private final Map<String, SortedMap<UUID, OpenIncident>> bySite = new HashMap<>();
  private boolean indexed;

  KeyedState<?> state() {
    return state;
  }

  Collection<OpenIncident> of(String site) {
    index();
    return bySite.getOrDefault(site, new TreeMap<>()).values();
  }

  void put(OpenIncident incident) {
    index();
    String site = incident.now().site();
    bySite.computeIfAbsent(site, _ -> new TreeMap<>()).put(incident.now().id(), incident);
    state.put(key(incident), incident);
  }

  void removeIf(String site, Predicate<OpenIncident> gone) {
    index();
    SortedMap<UUID, OpenIncident> known = bySite.get(site);
    if (known == null) {
      return;
    }
    known.values().removeIf(incident -> {
      boolean leaves = gone.test(incident);
      if (leaves) {
        state.remove(key(incident));
      }
      return leaves;
    });
    if (known.isEmpty()) {
      bySite.remove(site);
    }
  }

  /** The runtime restores into the state before the first event; the index follows. */
  private void index() {
    if (!indexed) {
      indexed = true;
      state
          .all()
          .values()
          .forEach(incident -> bySite
              .computeIfAbsent(incident.now().site(), _ -> new TreeMap<>())
              .put(incident.now().id(), incident));
    }
  }

  private static String key(OpenIncident incident) {
    return incident.now().site() + '|' + incident.now().id();
  }
}
