package io.fedics.shared.stage;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which model was activated for which site from which second on, by its SHA-256. Not thread-safe. */
public final class ActivatedModels {
  private final KeyedState<OfSite> state;

  /** SHA-256 by the first second it judges. */
  static final class OfSite {
    private final NavigableMap<Long, String> from = new TreeMap<>();
  }

  /**
   * @param name of the state, unique within a decision
   */
  public ActivatedModels(String name) {
    this.state = new KeyedState<>(name, OfSite.class);
  }

  /** To be listed in {@link Decision#state}. */
  public KeyedState<?> state() {
    return state;
  }

  /**
   * @param second first one that is judged by it
   */
  public void activate(String site, long second, String sha256) {
    state.at(site, OfSite::new).from.put(second, sha256);
  }

  /** Empty when none was activated up to this second. */
  public Optional<String> at(String site, long second) {
    OfSite known = state.get(site);
    if (known == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(known.from.floorEntry(second)).map(Map.Entry::getValue);
  }

  /** Forgets what no later second asks for any more. */
  public void passed(String site, long through) {
    OfSite known = state.get(site);
    if (known == null) {
      return;
    }
    SortedMap<Long, String> past = known.from.headMap(through + 1);
    while (past.size() > 1) {
      past.remove(past.firstKey());
      state.touch(site);
    }
  }

  public void forget(String site) {
    state.remove(site);
  }
}
