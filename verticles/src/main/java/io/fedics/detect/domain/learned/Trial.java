package io.fedics.detect.domain.learned;

import io.fedics.detect.domain.learned.ModelComparison.Figures;
import io.fedics.shared.event.LearningEpoch;
import io.fedics.shared.event.ModelCompared.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two models at one site, one in force and one tried beside it, on the same records epoch by epoch: the first epochs
 * calibrate each by itself, the later ones judge. The fields are the saved state. Not thread-safe.
 */
final class Trial {
  private String inForce = "";
  private String tried = "";
  private long from;

  /** Whether the tried one is the one that judged before, so that the site can return to it. */
  private boolean probation;

  private final Side ofInForce = new Side();
  private final Side ofTried = new Side();
  private long compared;

  /** First second the outcome holds in; 0 while there is none. */
  private long until;

  private @Nullable Outcome outcome;
  private String reason = "";
  private @Nullable Figures figuresInForce;
  private @Nullable Figures figuresTried;
  private long records;

  /** What one of the models made of the records. */
  static final class Side {
    private final BinCounts earlier = new BinCounts();
    private final BinCounts later = new BinCounts();
    private long errorMicros;

    private void add(BinCounts bins, long micros, boolean calibrates) {
      (calibrates ? earlier : later).add(bins);
      errorMicros += calibrates ? 0 : micros;
    }

    private Figures figures() {
      return new Figures(
          earlier.shareAbove(ModelComparison.UNUSUAL, later), errorMicros / 1e6 / later.rows());
    }

    BinCounts all() {
      var all = new BinCounts();
      all.add(earlier);
      all.add(later);
      return all;
    }

    long calibrationRows() {
      return earlier.rows();
    }
  }

  /**
   * @param inForce SHA-256 of the model that judges
   * @param from first second of the first epoch that counts
   */
  static Trial of(String inForce, String tried, long from) {
    var trial = new Trial();
    trial.inForce = inForce;
    trial.tried = tried;
    trial.from = from;
    return trial;
  }

  /** What follows when the tried one has taken the place of the other: the same, with places changed. */
  Trial probation() {
    Trial next = of(/* inForce= */ tried, /* tried= */ inForce, until);
    next.probation = true;
    return next;
  }

  String inForce() {
    return inForce;
  }

  String tried() {
    return tried;
  }

  long until() {
    return until;
  }

  boolean isDecided() {
    return until != 0;
  }

  /** Whether the tried one takes the place of the one in force. */
  boolean switches() {
    return outcome == Outcome.TAKEN || outcome == Outcome.RETURNED;
  }

  boolean isProbation() {
    return probation;
  }

  /** Scores of the tried one, for its calibration when it judges. */
  BinCounts learned() {
    return ofTried.all();
  }

  /**
   * Takes an epoch that is presumed normal.
   *
   * @param end its last second
   * @param enough records that each part needs
   * @param scalesAlike see {@link ModelComparison}
   * @return whether there is an outcome now and was none before
   */
  boolean onEpoch(long end, EpochTaught epoch, long enough, boolean scalesAlike) {
    BinCounts now = epoch.bins(inForce);
    BinCounts beside = epoch.bins(tried);
    if (end < from || now == null || beside == null) {
      return false;
    }
    boolean calibrates =
        Math.min(ofInForce.earlier.rows(), ofTried.earlier.rows()) < enough && !isDecided();
    ofInForce.add(now, epoch.errorMicros(inForce), calibrates);
    ofTried.add(beside, epoch.errorMicros(tried), calibrates);
    if (calibrates
        || isDecided()
        || Math.min(ofInForce.later.rows(), ofTried.later.rows()) < enough) {
      return false;
    }
    decide(end, scalesAlike);
    return true;
  }

  private void decide(long end, boolean scalesAlike) {
    figuresInForce = ofInForce.figures();
    figuresTried = ofTried.figures();
    records = ofTried.later.rows();
    Figures old = probation ? figuresTried : figuresInForce;
    Figures other = probation ? figuresInForce : figuresTried;
    Optional<String> worse = new ModelComparison(records, old, other, scalesAlike).worse();
    if (probation) {
      outcome = worse.isPresent() ? Outcome.RETURNED : Outcome.CONFIRMED;
    } else {
      outcome = worse.isPresent() ? Outcome.KEPT : Outcome.TAKEN;
    }
    reason = worse.orElse("it does no worse");
    compared = end;
    until = LearningEpoch.endOf(end + LearningEpoch.DELAY) + 1;
  }

  /**
   * What a comparison said, once it is decided.
   *
   * @param compared end of the last epoch
   * @param calibrationRowsInForce of the earlier records
   * @param calibrationRowsTried of the earlier records
   */
  record Verdict(
      Outcome outcome,
      String reason,
      Figures inForce,
      long calibrationRowsInForce,
      Figures tried,
      long calibrationRowsTried,
      long records,
      long compared) {}

  Verdict verdict() {
    Outcome decided = outcome;
    Figures now = figuresInForce;
    Figures beside = figuresTried;
    if (decided == null || now == null || beside == null) {
      throw new IllegalStateException("a trial of " + tried + " without an outcome");
    }
    return new Verdict(
        decided,
        reason,
        now,
        ofInForce.calibrationRows(),
        beside,
        ofTried.calibrationRows(),
        records,
        compared);
  }
}
