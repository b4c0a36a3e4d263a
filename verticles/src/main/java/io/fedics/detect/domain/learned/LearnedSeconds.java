package io.fedics.detect.domain.learned;

import io.fedics.detect.domain.FindingWriter;
import io.fedics.detect.domain.Learning;
import io.fedics.detect.domain.SiteSettings;
import io.fedics.detect.domain.SiteTable;
import io.fedics.detect.domain.learned.Calibrations.Calibration;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.LearningEpoch;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.ScoresSketched;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.OpenSeconds;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.SiteClock;
import io.fedics.shared.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What learned detectors share: the seconds of sites that wait to be judged, which model judges them, and what its scores
 * mean. A second is judged when its input is complete and the meaning of its scores is known, or before, see {@link
 * #early}. Not thread-safe.
 *
 * @param <T> what is collected of a second
 */
final class LearnedSeconds<T> {
  private final int partition;
  private final ModelsInForce models;
  private final ModelTrials trials;
  private final Calibrations calibrations;
  private final EpochScores scores;
  private final FindingWriter writer;
  private final SiteClock clock;
  private final SiteTable sites;
  private final OpenSeconds<T> open;
  private final KeyedState<Long> passed = new KeyedState<>("passed", Long.class);
  private final Consumer<String> forget;
  private @Nullable Early early;

  /**
   * Who judges the seconds of a site that are not complete yet, up to and including {@code last}.
   */
  private record Early(Second first, long last) {
    Second at(long second) {
      return new Second(
          first.site, second, first.bundle, first.calibration, first.model, first.beside);
    }
  }

  /**
   * A second that is judged now.
   *
   * @param bundle who judges
   * @param model the same, as findings name it
   * @param beside who is tried; null when nobody is
   */
  record Second(
      String site,
      long second,
      Bundle bundle,
      Calibration calibration,
      ModelRef model,
      @Nullable Bundle beside) {}

  /** Judges what was collected of a second; its findings go to {@link #writer}, its raw scores to {@link #learn}. */
  @FunctionalInterface
  interface Judge<T> {
    void judge(Second second, T collected, Outputs out);
  }

  /**
   * @param stage of the detector, which is also the role of its bundles
   * @param openModel throws for a bundle that cannot be used
   * @param clock of its input
   * @param forget told of a site that is no longer remembered
   */
  LearnedSeconds(
      String stage,
      Consumer<Bundle> openModel,
      int partition,
      int partitions,
      SiteClock clock,
      OpenSeconds<T> open,
      SiteSettings common,
      LearnedSettings settings,
      Models models,
      Consumer<String> forget) {
    this.partition = partition;
    this.models = new ModelsInForce(stage, openModel, models);
    this.trials = new ModelTrials(stage, partition, settings.enough(), this.models);
    this.calibrations = new Calibrations(stage, partitions, settings.enough());
    this.scores = new EpochScores(stage, partition);
    this.writer = new FindingWriter(stage, partition, stage, common.threshold());
    this.clock = clock;
    this.sites = new SiteTable(common);
    this.open = open;
    this.forget = forget;
  }

  FindingWriter writer() {
    return writer;
  }

  /** What is collected of a second, to be added to; null when it is judged already. */
  @Nullable
  T collecting(String site, long second) {
    return second <= clock.mark(site) ? null : open.at(site, second);
  }

  /**
   * How a second is judged before it is complete; null where that is not certain yet: where an epoch that has a say in it
   * is not known or not yet learned, another model takes over, or scores of an older epoch may still come. So it is judged
   * as it would be once it is complete.
   *
   * @param second behind what the site is complete through, see {@link #collecting}
   */
  @Nullable
  Second early(String site, long second) {
    Early known = early;
    if (known == null || !known.first.site.equals(site)) {
      known = earlyOf(site);
      early = known;
    }
    return known != null && second <= known.last ? known.at(second) : null;
  }

  private @Nullable Early earlyOf(String site) {
    long next = clock.mark(site) + 1;
    long last = Math.min(LearningEpoch.endOf(next), calibrations.knownThrough(site));
    last = Math.min(last, Math.min(trials.next(site), calibrations.nextDue(site)) - 1);
    return last < next ? null : new Early(judged(site, next), last);
  }

  private Second judged(String site, long second) {
    Bundle bundle = models.at(site, second);
    Calibration calibration = calibrations.at(site, bundle);
    var model = new ModelRef(bundle.name(), bundle.version(), bundle.sha256(), calibration.rows());
    return new Second(
        site, second, bundle, calibration, model, trials.beside(site).orElse(null));
  }

  /** Takes what says how far the input is, what scores mean or which model judges; false when it is none of these. */
  boolean onEvent(Event event, Judge<T> judge, Outputs out) {
    early = null;
    return switch (event) {
      case Progress progress -> {
        if (onProgress(progress)) {
          advance(progress.site(), judge, out);
        }
        yield true;
      }
      case ScoresSketched sketch -> {
        boolean ours = calibrations.onSketch(sketch);
        if (ours) {
          advance(sketch.site(), judge, out);
        }
        yield ours;
      }
      case ModelActivated change -> onActivated(change);
      default -> false;
    };
  }

  private boolean onActivated(ModelActivated change) {
    if (!models.takes(change)) {
      return false;
    }
    boolean onTrial = Boolean.TRUE.equals(change.onTrial());
    long from = ModelsInForce.firstSecond(change);
    if (!onTrial) {
      models.activate(change.site(), from, change.model().sha256());
    }
    trials.ask(change.site(), from, change.model().sha256(), onTrial, change.activation());
    return true;
  }

  private boolean onProgress(Progress progress) {
    sites.onProgress(progress, this::forget);
    if (!clock.onProgress(progress)) {
      return false;
    }
    calibrations.onSite(progress.site(), clock.mark(progress.site()));
    return true;
  }

  private void advance(String site, Judge<T> judge, Outputs out) {
    long calibrated = calibrations.knownThrough(site);
    if (calibrated == SiteClock.NEVER) {
      return; // others told of scores of a site this partition has not heard of, or forgot
    }
    long mark = clock.mark(site);
    long known = Math.min(mark, calibrated);
    open.closeThrough(
        site, known, (collected, second) -> close(site, second, collected, judge, out));
    long through = Math.min(mark, open.first(site).orElse(Long.MAX_VALUE) - 1);
    Long before = passed.get(site);
    if (before != null && through <= before) {
      return;
    }
    passed.put(site, through);
    catchUp(site, Math.min(through, known), out); // of later ones not every partition has told
    scores.passed(site, through, out);
    models.passed(site, Math.min(through, known));
    writer.progress(site, through, out);
  }

  private void close(String site, long second, T collected, Judge<T> judge, Outputs out) {
    catchUp(site, second, out);
    writer.begin(site, second);
    judge.judge(judged(site, second), collected, out);
  }

  /**
   * Does what is due up to a second, each at its own: which model judges, and what epochs taught. Not at whichever second
   * comes next, so that it does not show in which of them this partition had something to judge.
   */
  private void catchUp(String site, long second, Outputs out) {
    for (long change = trials.next(site), due = calibrations.nextDue(site);
        Math.min(change, due) <= second;
        change = trials.next(site), due = calibrations.nextDue(site)) {
      if (change <= due) {
        trials
            .change(site)
            .ifPresent(trial -> calibrations.adopt(site, trial.tried(), trial.learned()));
      } else {
        calibrations
            .learnNext(site, models.at(site, due))
            .flatMap(epoch -> trials.onEpoch(site, epoch.end(), epoch.taught()))
            .filter(_ -> partition == 0)
            .ifPresent(compared -> out.toHost(Topic.FL_EVENTS, compared.run(), compared));
      }
    }
  }

  /** Takes raw scores of a second for the calibration of later ones. */
  void learn(Second second, double[] raw, int count, Outputs out) {
    scores.add(second.site, second.second, second.bundle.sha256(), raw, count, out);
  }

  /**
   * Takes raw scores of the model that is tried, behind {@link #learn} of the same second.
   *
   * @param errorMicros sum of its reconstruction errors in millionths
   * @param errorMicrosInForce of the model in force, of the same records
   */
  void learnBeside(
      Second second, double[] raw, int count, long errorMicros, long errorMicrosInForce) {
    Bundle beside = second.beside;
    if (beside != null) {
      scores.addBeside(second.site, beside.sha256(), raw, count, errorMicros, errorMicrosInForce);
    }
  }

  /** How far each site is with its own calibration, by name. */
  Map<String, Learning> learning() {
    return calibrations.learning(clock::mark);
  }

  /** As {@link Decision#forget}: what waits to be judged is judged first. */
  boolean forget(String site, long lastSecond) {
    Long judged = passed.get(site);
    if ((judged == null ? clock.mark(site) : judged) != lastSecond) {
      return false;
    }
    early = null;
    clock.forget(site, lastSecond);
    sites.forget(site);
    calibrations.forget(site, lastSecond);
    long mark = clock.mark(site);
    if (mark != SiteClock.NEVER) { // it came back before this partition was through with it
      calibrations.onSite(site, mark);
    }
    forgetOthers(site);
    return true;
  }

  private void forget(String site) {
    calibrations.forget(site);
    forgetOthers(site);
  }

  private void forgetOthers(String site) {
    scores.forget(site);
    models.forget(site);
    trials.forget(site);
    passed.remove(site);
    forget.accept(site);
  }

  /** To be listed in the detector's own, with what it adds. */
  List<KeyedState<?>> state(KeyedState<?>... more) {
    List<KeyedState<?>> all = new ArrayList<>(List.of(
        clock.state(),
        sites.state(),
        open.state(),
        passed,
        calibrations.state(),
        scores.state(),
        models.state(),
        trials.state()));
    all.addAll(List.of(more));
    return all;
  }
}
