package io.fedics.present.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Flows a second by site, from readings of the totals over the last seconds. Pure; not thread-safe. */
final class FlowRates {
  private static final int READINGS = 6;

  private record Reading(long millis, Map<String, Long> totals) {}

  private final Deque<Reading> readings = new ArrayDeque<>();
  private final Map<String, Long> since = new HashMap<>();

  void add(long millis, Map<String, Long> totals) {
    readings.addLast(new Reading(millis, new HashMap<>(totals)));
    if (readings.size() > READINGS) {
      readings.removeFirst();
    }
    since.keySet().removeIf(site -> of(site).orElse(0) == 0);
    totals.keySet().stream()
        .filter(site -> of(site).orElse(0) > 0)
        .forEach(site -> since.putIfAbsent(site, millis));
  }

  /** Epoch milliseconds since when flows come without a pause, as far as somebody looked; empty when none come. */
  OptionalLong since(String site) {
    Long began = since.get(site);
    return began == null ? OptionalLong.empty() : OptionalLong.of(began);
  }

  /** Nobody looked for a while: old readings would mean nothing. */
  void forget() {
    readings.clear();
    since.clear();
  }

  /** Empty before the second reading. */
  OptionalDouble of(String site) {
    if (readings.size() < 2) {
      return OptionalDouble.empty();
    }
    Reading first = readings.getFirst();
    Reading last = readings.getLast();
    long flows = last.totals().getOrDefault(site, 0L) - first.totals().getOrDefault(site, 0L);
    long millis = Math.max(1, last.millis() - first.millis());
    return OptionalDouble.of(Math.max(0, flows) * 1_000.0 / millis);
  }
}
