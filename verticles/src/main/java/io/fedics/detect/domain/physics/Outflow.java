package io.fedics.detect.domain.physics;

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

  /** A horizon's peak is settled when it was watched so many times over. */
  private static final long SETTLED = 3;

  final RollingSum toAll = new RollingSum();
  final RollingSum toNew = new RollingSum();

  /** Highest normal sums by horizon name, {@code new-} before it for new peers. */
  private final TreeMap<String, Double> peaks = new TreeMap<>();

  private final TreeMap<String, Long> byPeer = new TreeMap<>();
  private long hour;

  /** Highest sums of the current hour. */
  private final TreeMap<String, Double> candidates = new TreeMap<>();

  private long candidateHour;

  void add(String peer, boolean isNew, long second, long bytes) {
    toAll.add(second, bytes);
    if (isNew) {
      toNew.add(second, bytes);
    }
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

  double peak(Horizon horizon, boolean isNew) {
    return peaks.getOrDefault(name(horizon, isNew), 0.0);
  }

  private static String name(Horizon horizon, boolean isNew) {
    return isNew ? "new-" + horizon.wireName() : horizon.wireName();
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

  /**
   * Remembers the sums of a normal second. They count as usual when their hour ends unblamed, so that an upload in parts
   * does not excuse itself: freely until a horizon was watched three times over, then by a capped share.
   *
   * @param age seconds the host is known
   * @param drift growth a day, e.g. 0.5
   * @param floor bytes from which a peak grows, so that nothing can
   */
  void learn(long second, long age, double drift, double floor) {
    long now = Math.floorDiv(second, Horizon.HOUR.seconds());
    if (now != candidateHour) {
      settle(age, drift * Math.min(1, Math.max(1, now - candidateHour) / 24.0), floor);
      candidateHour = now;
    }
    for (Horizon horizon : CountTest.FROM_TEN_SECONDS) {
      candidates.merge(name(horizon, false), (double) toAll.over(horizon, second), Math::max);
      candidates.merge(name(horizon, true), (double) toNew.over(horizon, second), Math::max);
    }
  }

  /** Forgets what this hour seemed to show: the host was judged anomalous. */
  void distrust() {
    candidates.clear();
  }

  private void settle(long age, double growth, double floor) {
    for (Horizon horizon : CountTest.FROM_TEN_SECONDS) {
      boolean settled = age >= SETTLED * horizon.seconds() + Horizon.HOUR.seconds();
      settle(name(horizon, false), settled, growth, floor);
      settle(name(horizon, true), settled, growth, floor);
    }
    candidates.clear();
  }

  private void settle(String name, boolean settled, double growth, double floor) {
    double peak = peaks.getOrDefault(name, 0.0);
    double seen = candidates.getOrDefault(name, 0.0);
    if (seen > peak) {
      double most = peak + growth * Math.max(peak, floor);
      peaks.put(name, settled ? Math.min(seen, most) : seen);
    }
  }
}
