package io.fedics.detect.domain.learned;

import io.fedics.detect.domain.learned.ModelComparison.Figures;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelCompared;
import io.fedics.shared.event.ModelCompared.ModelFigures;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.KeyedState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Models on trial: at each site at most one is scored beside the one in force, takes its place where it does no worse, and
 * is then compared with its predecessor once more. Everything happens at seconds of event time that follow from the log and
 * from what all partitions told: the same in every partition. Not thread-safe.
 */
final class ModelTrials {
  private final String detector;
  private final DerivedSource self;
  private final long enough;
  private final ModelsInForce models;
  private final KeyedState<OfSite> state = new KeyedState<>("trials", OfSite.class);

  /** What was asked for at a site, and what is compared; the fields are the saved state. */
  static final class OfSite {
    /** By first second. */
    private final SortedMap<Long, Change> changes = new TreeMap<>();

    private @Nullable Trial trial;

    /** Asked for last: a restart asks for it again, and what was decided stays decided. */
    private String asked = "";
  }

  /** A model asked for. */
  record Change(String sha256, boolean onTrial, @Nullable Long activation) {
    /** Told apart from an earlier one for the same model. */
    private String request() {
      return activation == null ? sha256 : sha256 + '#' + activation;
    }
  }

  /**
   * @param partition the first of a detector tells what was decided
   * @param enough records for each part of a comparison
   */
  ModelTrials(String detector, int partition, long enough, ModelsInForce models) {
    this.detector = detector;
    this.self = new DerivedSource(detector + "-trials", partition);
    this.enough = enough;
    this.models = models;
  }

  KeyedState<?> state() {
    return state;
  }

  /**
   * @param from where an epoch begins
   * @param onTrial whether it is to be compared; else it judges from there on, whatever is compared
   * @param activation see {@link ModelActivated#activation}
   */
  void ask(String site, long from, String sha256, boolean onTrial, @Nullable Long activation) {
    state.at(site, OfSite::new).changes.put(from, new Change(sha256, onTrial, activation));
  }

  /** The next second that something changes at; {@link Long#MAX_VALUE} when nothing is known to. */
  long next(String site) {
    OfSite known = state.get(site);
    if (known == null) {
      return Long.MAX_VALUE;
    }
    long ends = endOf(known);
    for (Map.Entry<Long, Change> asked : known.changes.entrySet()) {
      if (!asked.getValue().onTrial || ends == Long.MAX_VALUE) {
        return Math.min(asked.getKey(), ends);
      }
    }
    return ends; // a trial waits until what was decided holds
  }

  private static long endOf(OfSite known) {
    Trial trial = known.trial;
    return trial != null && trial.isDecided() ? trial.until() : Long.MAX_VALUE;
  }

  /**
   * Does what is due at {@link #next}.
   *
   * @return the trial whose model judges from now on; empty when no model changes
   */
  Optional<Trial> change(String site) {
    OfSite known = state.at(site, OfSite::new);
    long at = next(site);
    Trial trial = known.trial;
    if (trial != null && endOf(known) == at) {
      return conclude(site, known, trial);
    }
    SortedMap<Long, Change> due = known.changes.headMap(at + 1);
    Change change = due.get(at);
    due.clear();
    if (change == null) {
      return Optional.empty();
    }
    if (!change.onTrial) {
      known.trial = null;
    } else if (!change.request().equals(known.asked)) {
      String inForce = models.at(site, at).sha256();
      known.trial = change.sha256.equals(inForce) ? null : Trial.of(inForce, change.sha256, at);
    }
    known.asked = change.request();
    return Optional.empty();
  }

  private Optional<Trial> conclude(String site, OfSite known, Trial trial) {
    SortedMap<Long, Change> waiting = known.changes.headMap(trial.until());
    if (!waiting.isEmpty()) {
      Change last = waiting.get(waiting.lastKey());
      waiting.clear();
      known.changes.putIfAbsent(trial.until(), last);
    }
    if (!trial.switches()) {
      known.trial = null;
      return Optional.empty();
    }
    models.activate(site, trial.until(), trial.tried());
    known.trial = trial.isProbation() ? null : trial.probation();
    return Optional.of(trial);
  }

  /**
   * Takes what an epoch taught, if it is presumed normal.
   *
   * @return what was decided by it, empty for most
   */
  Optional<ModelCompared> onEpoch(String site, long end, EpochTaught epoch) {
    OfSite known = state.get(site);
    Trial trial = known == null ? null : known.trial;
    if (trial == null) {
      return Optional.empty();
    }
    state.touch(site);
    Optional<Bundle> inForce = models.find(trial.inForce());
    Optional<Bundle> tried = models.find(trial.tried());
    boolean scalesAlike = inForce.isPresent()
        && tried.isPresent()
        && ModelComparison.scaleAlike(inForce.get(), tried.get());
    return trial.onEpoch(end, epoch, enough, scalesAlike)
            && inForce.isPresent()
            && tried.isPresent()
        ? Optional.of(compared(site, trial, inForce.get(), tried.get()))
        : Optional.empty();
  }

  private ModelCompared compared(String site, Trial trial, Bundle inForce, Bundle tried) {
    Trial.Verdict verdict = trial.verdict();
    Bundle newer = trial.isProbation() ? inForce : tried;
    return new ModelCompared(
        EventId.of(detector, "compared", site, tried.sha256(), verdict.compared()),
        site,
        Instant.ofEpochSecond(verdict.compared()),
        self.of(site),
        DerivedSource.seq(verdict.compared(), 1),
        newer.has("run") ? newer.text("run") : newer.sha256(),
        detector,
        figures(inForce, verdict.calibrationRowsInForce(), verdict.inForce()),
        figures(tried, verdict.calibrationRowsTried(), verdict.tried()),
        verdict.outcome(),
        trial.until(),
        verdict.reason(),
        verdict.records());
  }

  private static ModelFigures figures(Bundle model, long calibrationRows, Figures figures) {
    return new ModelFigures(
        model.name(),
        model.version(),
        model.sha256(),
        calibrationRows,
        figures.alarmRate(),
        model.role().equals(LstmAutoencoder.KIND) ? figures.error() : null);
  }

  /** The model to be scored beside the one in force; empty when none is tried. */
  Optional<Bundle> beside(String site) {
    OfSite known = state.get(site);
    Trial trial = known == null ? null : known.trial;
    return trial == null ? Optional.empty() : models.find(trial.tried());
  }

  void forget(String site) {
    state.remove(site);
  }
}
