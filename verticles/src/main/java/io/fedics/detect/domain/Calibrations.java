package io.fedics.detect.domain;

import io.fedics.fl.model.Bundle;
import io.fedics.fl.model.QuantileTable;
import io.fedics.fl.model.ScoreSketch;
import io.fedics.shared.event.LearningEpoch;
import io.fedics.shared.event.ScoresSketched;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.SiteClock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What raw scores mean at each site: the share of the site's own known-normal scores that are lower. Sketches of all
 * partitions come by the topic {@code learning}; an epoch has a say from {@link LearningEpoch#DELAY} seconds after its
 * end on, and no second is judged before every partition has told of the epochs that have a say in it. So the meaning of
 * a score depends on the second alone, not on who was quick.
 *
 * <p>Until a site has taught enough, the table that came with the model stands in, and claims nothing rarer than {@link
 * #MOST_OF_SHIPPED}: it has never seen this site. An epoch in which far too much is rare is taken for an attack and not
 * learned, unless that goes on for {@link #MOST_SKIPPED} epochs: then the site has changed. Bounded: one sketch a site and
 * those of the last epochs. Not thread-safe.
 */
final class Calibrations {
  /** Below the threshold of an anomaly. */
  static final double MOST_OF_SHIPPED = 0.998;

  /** Six hours. */
  static final int MOST_SKIPPED = 36;

  /** A hundredth is expected to be this rare. */
  private static final double RARE = 0.99;

  private static final double TOO_MANY_RARE = 0.05;

  /** When there are more, all counts are halved: newer scores weigh more, and a tail of 1 in 100,000 stays known. */
  private static final long MOST_ROWS = 1_000_000;

  private final String detector;
  private final int partitions;
  private final long enough;
  private final KeyedState<OfSite> state = new KeyedState<>("calibrations", OfSite.class);
  private final Map<String, QuantileTable> tables = new HashMap<>();
  private final Map<String, QuantileTable> shipped = new HashMap<>();

  /** What a site has taught; the fields are the saved state. */
  static final class OfSite {
    /** First second of the first epoch that counts. */
    private long first;

    /** Second every sketch of a partition reaches to. */
    private final SortedMap<Integer, Long> through = new TreeMap<>();

    /** Sketches that wait for their time, by last second of their epoch. */
    private final SortedMap<Long, Epoch> waiting = new TreeMap<>();

    private String model = "";
    private final SortedMap<Integer, Long> bins = new TreeMap<>();
    private int skipped;
  }

  /** Scores of one epoch over all partitions, by model. */
  static final class Epoch {
    private final SortedMap<String, SortedMap<Integer, Long>> byModel = new TreeMap<>();
  }

  /**
   * Judges raw scores of one model at one site.
   *
   * @param rows the site's own scores learned so far
   * @param own whether they are the measure
   */
  record Calibration(QuantileTable table, long rows, boolean own) {
    /** In [0, 1): how rare. */
    double rarity(double raw) {
      double rarity = table.rarity(raw);
      return own ? rarity : Math.min(rarity, MOST_OF_SHIPPED);
    }

    /** The lowest raw score that is at least so rare; what is never claimed has none. */
    double scoreAt(double rarity) {
      return !own && rarity > MOST_OF_SHIPPED ? Double.POSITIVE_INFINITY : table.scoreAt(rarity);
    }
  }

  Calibrations(String detector, int partitions, long enough) {
    this.detector = detector;
    this.partitions = partitions;
    this.enough = enough;
  }

  KeyedState<?> state() {
    return state;
  }

  /**
   * Tells that a site exists; the first call decides where its learning begins.
   *
   * @param complete second its input is complete through, the same in every partition
   */
  void onSite(String site, long complete) {
    if (state.get(site) == null) {
      var fresh = new OfSite();
      fresh.first = LearningEpoch.startOf(complete);
      state.put(site, fresh);
    }
  }

  /** Returns false when it is of another detector or an unknown site. */
  boolean onSketch(ScoresSketched sketch) {
    OfSite known = state.get(sketch.site());
    if (known == null || !sketch.detector().equals(detector)) {
      return false;
    }
    state.touch(sketch.site());
    known.through.merge(sketch.inputPartition(), sketch.through(), Math::max);
    if (sketch.epoch() < known.first || sketch.bins().isEmpty()) {
      return true;
    }
    SortedMap<Integer, Long> bins = known
        .waiting
        .computeIfAbsent(LearningEpoch.endOf(sketch.epoch()), _ -> new Epoch())
        .byModel
        .computeIfAbsent(sketch.modelSha256(), _ -> new TreeMap<>());
    for (int i = 0; i < sketch.bins().size(); i++) {
      bins.merge(sketch.bins().get(i), sketch.counts().get(i), Long::sum);
    }
    return true;
  }

  /** Newest second whose calibration is known, {@link SiteClock#NEVER} for an unknown site. */
  long knownThrough(String site) {
    OfSite known = state.get(site);
    if (known == null) {
      return SiteClock.NEVER;
    }
    long told = Long.MAX_VALUE;
    for (int p = 0; p < partitions; p++) {
      told = Math.min(told, known.through.getOrDefault(p, known.first - 1));
    }
    return Math.max(told, known.first - 1) + LearningEpoch.DELAY;
  }

  /**
   * The calibration in force.
   *
   * @param second not before those asked for earlier
   * @param model whose scores are to be judged
   */
  Calibration at(String site, long second, Bundle model) {
    OfSite known = Objects.requireNonNull(state.get(site), site);
    if (!known.model.equals(model.sha256())) {
      known.model = model.sha256();
      known.bins.clear();
      known.skipped = 0;
      tables.remove(site);
      state.touch(site);
    }
    SortedMap<Long, Epoch> due = known.waiting.headMap(second - LearningEpoch.DELAY);
    while (!due.isEmpty()) {
      state.touch(site);
      Epoch epoch = due.remove(due.firstKey());
      SortedMap<Integer, Long> bins = epoch == null ? null : epoch.byModel.get(known.model);
      if (bins != null && !isAttack(site, known, bins)) {
        learn(known, bins);
        tables.remove(site);
      }
    }
    long rows = rows(known.bins);
    return rows >= enough
        ? new Calibration(own(site, known), rows, true)
        : new Calibration(shippedOf(model), rows, false);
  }

  /** Whether far too much of an epoch is rare, and has not been for so long that it is the site that changed. */
  private boolean isAttack(String site, OfSite known, SortedMap<Integer, Long> bins) {
    if (rows(known.bins) < enough) {
      return false;
    }
    QuantileTable table = own(site, known);
    long rare = 0;
    for (Map.Entry<Integer, Long> bin : bins.entrySet()) {
      rare += table.rarity(ScoreSketch.lowerEnd(bin.getKey())) >= RARE ? bin.getValue() : 0;
    }
    return rare > TOO_MANY_RARE * rows(bins) && ++known.skipped <= MOST_SKIPPED;
  }

  private static void learn(OfSite known, SortedMap<Integer, Long> bins) {
    known.skipped = 0;
    bins.forEach((bin, count) -> known.bins.merge(bin, count, Long::sum));
    if (rows(known.bins) > MOST_ROWS) {
      known.bins.replaceAll((_, count) -> count / 2);
      known.bins.values().removeIf(count -> count == 0);
    }
  }

  private QuantileTable own(String site, OfSite known) {
    return tables.computeIfAbsent(site, _ -> table(known));
  }

  private static QuantileTable table(OfSite known) {
    var sketch = new ScoreSketch();
    sketch.merge(
        known.bins.keySet().stream().mapToInt(Integer::intValue).toArray(),
        known.bins.values().stream().mapToLong(Long::longValue).toArray());
    return QuantileTable.of(sketch);
  }

  private QuantileTable shippedOf(Bundle model) {
    return shipped.computeIfAbsent(model.sha256(), _ -> QuantileTable.from(model));
  }

  /**
   * How far each site is with its own calibration, by name; seconds left are those until the next epoch has a say, as
   * long as too little was seen.
   */
  Map<String, Learning> learning() {
    Map<String, Learning> learning = new TreeMap<>();
    state.all().forEach((site, known) -> {
      long rows = rows(known.bins);
      double share = Math.min(1, (double) rows / enough);
      long left = rows >= enough ? 0 : LearningEpoch.SECONDS + (long) LearningEpoch.DELAY;
      learning.put(site, new Learning(share, left));
    });
    return learning;
  }

  private static long rows(SortedMap<Integer, Long> bins) {
    long sum = 0;
    for (long count : bins.values()) {
      sum += count;
    }
    return sum;
  }

  void forget(String site) {
    state.remove(site);
    tables.remove(site);
  }
}
