package io.fedics.shared.stage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of seconds that are not complete yet, by site; saved and restored through its {@link KeyedState}. Not
 * thread-safe.
 */
public final class OpenSeconds<T> {
  private final KeyedState<T> state;
  private final Supplier<T> empty;
  private final Map<String, TreeMap<Long, T>> bySite = new HashMap<>();
  private boolean indexed;
  /** Most events are of the same site and second as the one before. */
  private @Nullable Open<T> latest;

  private record Open<T>(String site, long second, String key, T value) {
    boolean is(String otherSite, long otherSecond) {
      return second == otherSecond && site.equals(otherSite);
    }
  }

  public OpenSeconds(String name, Class<T> type, Supplier<T> empty) {
    this.state = new KeyedState<>(name, type);
    this.empty = empty;
  }

  /** To be listed in {@link Decision#state}. */
  public KeyedState<T> state() {
    return state;
  }

  /** The value of one open second, to be changed in place. */
  public T at(String site, long second) {
    Open<T> known = latest;
    if (known == null || !known.is(site, second)) {
      known = open(site, second);
      latest = known;
    }
    state.touch(known.key);
    return known.value;
  }

  private Open<T> open(String site, long second) {
    index();
    String key = key(site, second);
    T value = bySite.computeIfAbsent(site, _ -> new TreeMap<>()).computeIfAbsent(second, _ -> {
      T fresh = empty.get();
      state.put(key, fresh);
      return fresh;
    });
    return new Open<>(site, second, key, value);
  }

  /** Oldest open second of a site. */
  public OptionalLong first(String site) {
    index();
    TreeMap<Long, T> seconds = bySite.get(site);
    return seconds == null || seconds.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(seconds.firstKey());
  }

  /** Hands over and forgets, oldest first, every second up to and including {@code through}. */
  public void closeThrough(String site, long through, ObjLongConsumer<T> close) {
    index();
    TreeMap<Long, T> seconds = bySite.get(site);
    if (seconds == null) {
      return;
    }
    latest = null;
    List<Long> complete = new ArrayList<>(seconds.headMap(through, true).keySet());
    for (long second : complete) {
      T value = seconds.remove(second);
      state.remove(key(site, second));
      if (value != null) {
        close.accept(value, second);
      }
    }
    if (seconds.isEmpty()) {
      bySite.remove(site);
    }
  }

  /** Open seconds over all sites. */
  public int size() {
    return state.size();
  }

  /** The runtime restores into the state before the first event; the index follows. */
  private void index() {
    if (indexed) {
      return;
    }
    indexed = true;
    state.all().forEach((key, value) -> {
      int bar = key.lastIndexOf('|');
      long second = Long.parseLong(key, bar + 1, key.length(), 10);
      bySite.computeIfAbsent(key.substring(0, bar), _ -> new TreeMap<>()).put(second, value);
    });
  }

  private static String key(String site, long second) {
    return site + '|' + second;
  }
}
