package io.fedics.detect.domain.learned;

import io.fedics.shared.event.EventId;
import io.fedics.shared.event.LearningEpoch;
import io.fedics.shared.event.ScoresSketched;
import io.fedics.shared.event.ScoresSketched.Beside;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Collects a partition's raw scores and tells every partition of the detector, when an epoch is over, how they were
 * distributed. Not thread-safe.
 */
final class EpochScores {
  private final String detector;
  private final int partition;
  private final DerivedSource self;
  private final KeyedState<OfSite> state = new KeyedState<>("epochs", OfSite.class);

  /** Scores by bin of the epoch that is open, and up to where was told. */
  static final class OfSite {
    private long epoch;
    private String model = "";
    private final BinCounts bins = new BinCounts();
    private long told = Long.MIN_VALUE;

    /** Of the model that is tried; empty when none is. */
    private String beside = "";

    private final BinCounts besideBins = new BinCounts();
    private long errorMicros;
    private long errorMicrosInForce;
  }

  EpochScores(String detector, int partition) {
    this.detector = detector;
    this.partition = partition;
    this.self = new DerivedSource(detector, partition);
  }

  KeyedState<?> state() {
    return state;
  }

  /** Takes the first {@code count} scores of a second; epochs come in order. */
  void add(String site, long second, String modelSha256, double[] raw, int count, Outputs out) {
    OfSite open = state.at(site, OfSite::new);
    long epoch = LearningEpoch.startOf(second);
    if (epoch != open.epoch) {
      tell(site, open, out);
      open.epoch = epoch;
      open.model = modelSha256;
    }
    for (int i = 0; i < count; i++) {
      open.bins.add(raw[i]);
    }
  }

  /** Takes scores of a model that is tried, of the second added last. */
  void addBeside(
      String site,
      String modelSha256,
      double[] raw,
      int count,
      long errorMicros,
      long errorMicrosInForce) {
    OfSite open = state.at(site, OfSite::new);
    open.beside = modelSha256;
    for (int i = 0; i < count; i++) {
      open.besideBins.add(raw[i]);
    }
    open.errorMicros += errorMicros;
    open.errorMicrosInForce += errorMicrosInForce;
  }

  /** Everything through this second was added. */
  void passed(String site, long through, Outputs out) {
    OfSite open = state.at(site, OfSite::new);
    long end = LearningEpoch.lastEnd(through);
    if (LearningEpoch.endOf(open.epoch) <= end) {
      tell(site, open, out);
    }
    if (end > open.told) {
      write(site, open, LearningEpoch.startOf(end), end, new BinCounts(), out);
    }
  }

  private void tell(String site, OfSite open, Outputs out) {
    if (!open.bins.isEmpty()) {
      write(site, open, open.epoch, LearningEpoch.endOf(open.epoch), open.bins, out);
      open.bins.clear();
      open.besideBins.clear();
      open.errorMicros = 0;
      open.errorMicrosInForce = 0;
    }
  }

  private static @Nullable Beside besideOf(OfSite open) {
    return open.besideBins.isEmpty()
        ? null
        : new Beside(
            open.beside,
            open.besideBins.indices(),
            open.besideBins.counts(),
            open.errorMicros,
            open.errorMicrosInForce);
  }

  private void write(
      String site, OfSite open, long epoch, long through, BinCounts bins, Outputs out) {
    out.toAllPartitions(
        Topic.LEARNING,
        new ScoresSketched(
            EventId.of(detector, "scores", site, partition, through),
            site,
            Instant.ofEpochSecond(epoch),
            self.of(site),
            DerivedSource.seq(through, DerivedSource.LAST),
            detector,
            partition,
            epoch,
            through,
            open.model,
            bins.indices(),
            bins.counts(),
            bins.isEmpty() ? null : besideOf(open)));
    open.told = through;
  }

  void forget(String site) {
    state.remove(site);
  }
}
