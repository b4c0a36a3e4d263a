package io.fedics.predict.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How long hosts of one site have had a label; the fields are the saved state. */
final class Lasting {
  /** Quiet for longer starts anew, seconds. */
  private static final long GAP = 300;

  private static final int MOST = 4_096;

  private final NavigableMap<String, Seen> byHostAndLabel = new TreeMap<>();

  /** Host-seconds with the label, and the newest of them. */
  private record Seen(long seconds, long last) {}

  /** Counts one more second of {@code key}; returns how many there were before. */
  long count(String key, long second) {
    Seen seen = byHostAndLabel.get(key);
    long before = seen == null || second - seen.last > GAP ? 0 : seen.seconds;
    byHostAndLabel.put(key, new Seen(before + 1, second));
    if (byHostAndLabel.size() > MOST) {
      forget();
    }
    return before;
  }

  /** The older half. */
  private void forget() {
    List<String> keys = new ArrayList<>(byHostAndLabel.keySet());
    keys.sort(Comparator.comparingLong(this::last).thenComparing(Comparator.naturalOrder()));
    keys.subList(0, MOST / 2).forEach(byHostAndLabel::remove);
  }

  private long last(String key) {
    Seen seen = byHostAndLabel.get(key);
    return seen == null ? 0 : seen.last;
  }
}
