package io.fedics.incident.domain;

import io.fedics.shared.stage.KeyedState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
    List<OpenIncident> leaving = new ArrayList<>(of(site));
    leaving.removeIf(gone.negate());
    for (OpenIncident incident : leaving) {
      state.remove(key(incident));
      bySite.getOrDefault(site, new TreeMap<>()).remove(incident.now().id());
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
