package io.fedics.detect.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Bytes a host sent to externals: over the horizons, by peer in the current hour, and the most it normally sends. Not
 * thread-safe.
 */
final class Outflow {
  private static final int PEERS = 64;

  final RollingSum sent = new RollingSum();

  /** Highest normal sums by horizon name. */
  private final TreeMap<String, Double> peaks = new TreeMap<>();

  private final TreeMap<String, Long> byPeer = new TreeMap<>();
  private long hour;
  private long peaked;

  void add(String peer, long second, long bytes) {
    sent.add(second, bytes);
    long now = Math.floorDiv(second, Horizon.HOUR.seconds());
    if (now != hour) {
      hour = now;
      byPeer.clear();
    }
    byPeer.merge(peer, bytes, Long::sum);
    if (byPeer.size() > PEERS) {
      byPeer.remove(heaviest(PEERS + 1).getLast());
    }
  }

  double peak(Horizon horizon) {
    return peaks.getOrDefault(horizon.wireName(), 0.0);
  }

  /** Peers of this hour, most bytes first. */
  List<String> heaviest(int most) {
    return byPeer.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  long to(String peer) {
    return byPeer.getOrDefault(peer, 0L);
  }

  /** Remembers the sums of a normal second without a cap: the learning phase. */
  void learn(long second) {
    for (Horizon horizon : CountTest.FROM_TEN_SECONDS) {
      peaks.merge(horizon.wireName(), (double) sent.over(horizon, second), Math::max);
    }
    peaked = second;
  }

  /**
   * Lets a peak rise by a capped share.
   *
   * @param drift growth a day, e.g. 0.5
   * @param floor bytes from which a peak grows, so that nothing can
   */
  void learnCapped(long second, double drift, double floor) {
    double days = Math.min(1, (second - peaked) / 86_400.0);
    for (Horizon horizon : CountTest.FROM_TEN_SECONDS) {
      double peak = peak(horizon);
      double most = peak + drift * days * Math.max(peak, floor);
      double seen = sent.over(horizon, second);
      if (seen > peak) {
        peaks.put(horizon.wireName(), Math.min(seen, most));
      }
    }
    peaked = second;
  }
}
