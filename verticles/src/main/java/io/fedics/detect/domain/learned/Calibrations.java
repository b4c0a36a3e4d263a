package io.fedics.detect.domain.learned;

import io.fedics.detect.domain.Learning;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.score.QuantileTable;
import io.fedics.shared.event.LearningEpoch;
import io.fedics.shared.event.ScoresSketched;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.SiteClock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

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

  /** Sites that other partitions told of before this one heard of them; there are only more when somebody makes them up. */
  private static final int MOST_UNHEARD_OF = 1_000;

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
    /** First second of the first epoch that counts; {@link SiteClock#NEVER} until this partition heard of the site. */
    private long first = SiteClock.NEVER;

    /** Second every sketch of a partition reaches to. */
    private final SortedMap<Integer, Long> through = new TreeMap<>();

    /** Sketches that wait for their time, by last second of their epoch. */
    private final SortedMap<Long, EpochTaught> waiting = new TreeMap<>();

    private String model = "";
    private BinCounts learned = new BinCounts();
    private int skipped;

    boolean isHeardOf() {
      return first != SiteClock.NEVER;
    }
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
    OfSite known = state.get(site);
    if (known != null && known.isHeardOf()) {
      return;
    }
    OfSite begun = state.at(site, OfSite::new);
    begun.first = LearningEpoch.startOf(complete);
    begun.waiting.headMap(begun.first).clear();
  }

  /**
   * Takes what a partition tells, also of a site this one has not heard of yet: a partition that was quick tells nothing
   * twice. Returns false when it is of another detector.
   */
  boolean onSketch(ScoresSketched sketch) {
    if (!sketch.detector().equals(detector) || !mayTake(sketch.site())) {
      return false;
    }
    OfSite known = state.at(sketch.site(), OfSite::new);
    known.through.merge(sketch.inputPartition(), sketch.through(), Math::max);
    if (sketch.epoch() < known.first || sketch.bins().isEmpty()) {
      return true;
    }
    known
        .waiting
        .computeIfAbsent(LearningEpoch.endOf(sketch.epoch()), _ -> new EpochTaught())
        .add(sketch);
    return true;
  }

  private boolean mayTake(String site) {
    return state.get(site) != null
        || state.all().values().stream().filter(known -> !known.isHeardOf()).count()
            < MOST_UNHEARD_OF;
  }

  /** Newest second whose calibration is known, {@link SiteClock#NEVER} for a site not heard of. */
  long knownThrough(String site) {
    OfSite known = state.get(site);
    if (known == null || !known.isHeardOf()) {
      return SiteClock.NEVER;
    }
    long told = Long.MAX_VALUE;
    for (int p = 0; p < partitions; p++) {
      told = Math.min(told, known.through.getOrDefault(p, known.first - 1));
    }
    return Math.max(told, known.first - 1) + LearningEpoch.DELAY;
  }

  /** First second in which the next epoch has a say; {@link Long#MAX_VALUE} when none waits. */
  long nextDue(String site) {
    OfSite known = state.get(site);
    return known == null || known.waiting.isEmpty()
        ? Long.MAX_VALUE
        : known.waiting.firstKey() + LearningEpoch.DELAY + 1;
  }

  /**
   * An epoch that has a say now.
   *
   * @param end its last second
   */
  record Due(long end, EpochTaught taught) {}

  /**
   * Learns the next epoch.
   *
   * @param model in force at {@link #nextDue}
   * @return empty when it is taken for an attack
   */
  Optional<Due> learnNext(String site, Bundle model) {
    OfSite known = Objects.requireNonNull(state.get(site), site);
    state.touch(site);
    judgedBy(site, known, model);
    long end = known.waiting.firstKey();
    EpochTaught epoch = Objects.requireNonNull(known.waiting.remove(end), site);
    BinCounts bins = epoch.bins(known.model);
    if (bins != null && isAttack(site, known, bins)) {
      return Optional.empty();
    }
    if (bins != null) {
      learn(known, bins);
      tables.remove(site);
    }
    return Optional.of(new Due(end, epoch));
  }

  /** Another model judges from now on, and what the site taught it is known. */
  void adopt(String site, String model, BinCounts learned) {
    OfSite known = Objects.requireNonNull(state.get(site), site);
    state.touch(site);
    known.model = model;
    known.learned = learned;
    known.skipped = 0;
    tables.remove(site);
  }

  /**
   * The calibration in force; what is due must have been learned.
   *
   * @param model whose scores are to be judged
   */
  Calibration at(String site, Bundle model) {
    OfSite known = Objects.requireNonNull(state.get(site), site);
    judgedBy(site, known, model);
    long rows = known.learned.rows();
    return rows >= enough
        ? new Calibration(own(site, known), rows, true)
        : new Calibration(shippedOf(model), rows, false);
  }

  private void judgedBy(String site, OfSite known, Bundle model) {
    if (!known.model.equals(model.sha256())) {
      adopt(site, model.sha256(), new BinCounts());
    }
  }

  /** Whether far too much of an epoch is rare, and has not been for so long that it is the site that changed. */
  private boolean isAttack(String site, OfSite known, BinCounts bins) {
    if (known.learned.rows() < enough) {
      return false;
    }
    long rare = bins.rowsRarerThan(RARE, own(site, known));
    return rare > TOO_MANY_RARE * bins.rows() && ++known.skipped <= MOST_SKIPPED;
  }

  private static void learn(OfSite known, BinCounts bins) {
    known.skipped = 0;
    known.learned.add(bins);
    if (known.learned.rows() > MOST_ROWS) {
      known.learned.halve();
    }
  }

  private QuantileTable own(String site, OfSite known) {
    return tables.computeIfAbsent(site, _ -> known.learned.table());
  }

  private QuantileTable shippedOf(Bundle model) {
    return shipped.computeIfAbsent(model.sha256(), _ -> QuantileTable.from(model));
  }

  /**
   * How far each site is with its own calibration, by name; seconds left are those until the next epoch has a say, as
   * long as too little was seen.
   *
   * @param complete second the input of a site is complete through
   */
  Map<String, Learning> learning(ToLongFunction<String> complete) {
    Map<String, Learning> learning = new TreeMap<>();
    state.all().forEach((site, known) -> {
      if (!known.isHeardOf()) {
        return;
      }
      long rows = known.learned.rows();
      double share = Math.min(1, (double) rows / enough);
      learning.put(
          site,
          new Learning(
              share, rows >= enough ? 0 : secondsLeft(site, known, complete.applyAsLong(site))));
    });
    return learning;
  }

  private long secondsLeft(String site, OfSite known, long complete) {
    long now = Math.max(known.first, complete);
    long due = known.waiting.isEmpty()
        ? LearningEpoch.endOf(now) + LearningEpoch.DELAY + 1
        : nextDue(site);
    return Math.max(0, due - now);
  }

  void forget(String site) {
    state.remove(site);
    tables.remove(site);
  }

  /** Forgets a site, but for what partitions that were quick told of it behind its last second. */
  void forget(String site, long lastSecond) {
    OfSite known = state.get(site);
    forget(site);
    if (known == null) {
      return;
    }
    var unheardOf = new OfSite();
    unheardOf.waiting.putAll(known.waiting.tailMap(lastSecond + 1));
    known.through.forEach((partition, second) -> {
      if (second > lastSecond) {
        unheardOf.through.put(partition, second);
      }
    });
    if (!unheardOf.through.isEmpty()) {
      state.put(site, unheardOf);
    }
  }
}
