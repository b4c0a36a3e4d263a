package io.fedics.classify.domain;

import io.fedics.shared.event.DetectorSet;
import io.fedics.shared.event.Progress;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.SiteClock;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which seconds of a site every aggregate partition and every detector in force has passed. A detector set holds from a
 * second on, so seconds before it wait for the set before it. Not thread-safe.
 */
final class Completeness {
  private final int partition;
  private final int partitions;
  private final List<String> detectors;
  private final KeyedState<OfSite> state = new KeyedState<>("complete", OfSite.class);

  /** Second passed by each writer, and detectors by the second they are in force from. */
  static final class OfSite {
    private final SortedMap<String, Long> passed = new TreeMap<>();
    private final SortedMap<Long, List<String>> sets = new TreeMap<>();
    private long through = SiteClock.NEVER;
  }

  Completeness(int partition, int partitions, List<String> detectors) {
    this.partition = partition;
    this.partitions = partitions;
    this.detectors = detectors;
  }

  KeyedState<?> state() {
    return state;
  }

  /** Newest second that is complete, {@link SiteClock#NEVER} when none is. */
  long through(String site) {
    OfSite known = state.get(site);
    return known == null ? SiteClock.NEVER : known.through;
  }

  /** Returns true when more seconds are complete than before. */
  boolean onProgress(Progress progress) {
    OfSite known = at(progress.site());
    known.passed.merge(
        progress.stage() + '/' + progress.inputPartition(), progress.completeThrough(), Math::max);
    return advance(known);
  }

  /** Returns true when more seconds are complete than before: the new set may wait for less. */
  boolean onDetectorSet(DetectorSet set) {
    OfSite known = at(set.site());
    if (set.fromSecond() > known.through) {
      known.sets.put(set.fromSecond(), set.detectors());
    }
    return advance(known);
  }

  /** The stages a verdict of this second waits for. */
  List<String> detectorsAt(String site, long second) {
    OfSite known = state.get(site);
    if (known == null) {
      return detectors;
    }
    List<String> inForce = detectors;
    for (List<String> set : known.sets.headMap(second + 1).values()) {
      inForce = set;
    }
    return inForce;
  }

  /** Sets that no open second needs any more. */
  void forgetSets(String site) {
    OfSite known = at(site);
    SortedMap<Long, List<String>> before = known.sets.headMap(known.through + 2);
    while (before.size() > 1) {
      before.remove(before.firstKey());
    }
  }

  /** Forgets a site, but for writers that have gone on with it behind its last second. */
  void forget(String site, long lastSecond) {
    OfSite known = at(site);
    known.passed.values().removeIf(second -> second <= lastSecond);
    if (known.passed.isEmpty()) {
      state.remove(site);
    }
  }

  private OfSite at(String site) {
    return state.at(site, () -> {
      var fresh = new OfSite();
      fresh.sets.put(SiteClock.NEVER, detectors);
      return fresh;
    });
  }

  private boolean advance(OfSite known) {
    long before = known.through;
    known.through = Math.max(before, complete(known));
    return known.through > before;
  }

  private long complete(OfSite known) {
    long aggregated = Long.MAX_VALUE;
    for (int p = 0; p < partitions; p++) {
      aggregated = Math.min(aggregated, passed(known, "aggregate/" + p));
    }
    long complete = SiteClock.NEVER;
    List<String> set = List.of();
    for (Map.Entry<Long, List<String>> change : known.sets.entrySet()) {
      long limit = limitOf(known, aggregated, set);
      if (change.getKey() != SiteClock.NEVER && limit < change.getKey() - 1) {
        return Math.max(complete, limit);
      }
      complete = change.getKey() == SiteClock.NEVER ? complete : change.getKey() - 1;
      set = change.getValue();
    }
    return Math.max(complete, limitOf(known, aggregated, set));
  }

  private long limitOf(OfSite known, long aggregated, List<String> set) {
    long limit = aggregated;
    for (String detector : set) {
      limit = Math.min(limit, passed(known, detector + '/' + partition));
    }
    return limit;
  }

  private static long passed(OfSite known, String writer) {
    return known.passed.getOrDefault(writer, SiteClock.NEVER);
  }
}
