package io.fedics.fl.round;

import io.fedics.fl.aggregate.Scaling;
import java.time.Duration;
import java.util.Optional;

/**
 * How training goes.
 *
 * @param rounds number of the last round, at least 1
 * @param minClients clients that must be there before the first round begins, or one is tried again; at least 1
 * @param minFit answers a round needs at least to count, and clients the next one needs to begin; 1 to
 *     {@code minClients}
 * @param fractionFit share of the clients that train in a round, in (0, 1]; never fewer than {@code minFit}
 * @param fractionEvaluate share of the clients that judge the new model, in [0, 1]
 * @param timeout how long training, and then judging or counting, may take before stragglers are left behind; positive
 * @param scaling of the features at all sites; by sums that they tell before the first round, or nothing is asked
 * @param calibratesCut whether sites are asked how their rows lie about the last model's cut, so that it is moved
 * @param patience how long too few clients are waited for once a round was finished, before training ends with it; empty for
 *     ever
 */
public record RoundConfig(
    int rounds,
    int minClients,
    int minFit,
    double fractionFit,
    double fractionEvaluate,
    Duration timeout,
    Scaling scaling,
    boolean calibratesCut,
    Optional<Duration> patience) {

  public RoundConfig {
    require(rounds >= 1, "rounds", rounds, "at least 1");
    require(minClients >= 1, "min-clients", minClients, "at least 1");
    require(minFit >= 1 && minFit <= minClients, "min-fit", minFit, "1 to min-clients");
    require(fractionFit > 0 && fractionFit <= 1, "fraction-fit", fractionFit, "(0, 1]");
    require(
        fractionEvaluate >= 0 && fractionEvaluate <= 1,
        "fraction-evaluate",
        fractionEvaluate,
        "[0, 1]");
    require(timeout.isPositive(), "round-timeout", timeout, "a positive duration");
    patience.ifPresent(
        longest -> require(longest.isPositive(), "patience", longest, "a positive duration"));
  }

  /** Where clients are waited for as long as it takes. */
  public RoundConfig(
      int rounds,
      int minClients,
      int minFit,
      double fractionFit,
      double fractionEvaluate,
      Duration timeout,
      Scaling scaling,
      boolean calibratesCut) {
    this(
        rounds,
        minClients,
        minFit,
        fractionFit,
        fractionEvaluate,
        timeout,
        scaling,
        calibratesCut,
        Optional.empty());
  }

  /** Where sites scale as they like and the cut is what training leaves. */
  public RoundConfig(
      int rounds,
      int minClients,
      int minFit,
      double fractionFit,
      double fractionEvaluate,
      Duration timeout) {
    this(rounds, minClients, minFit, fractionFit, fractionEvaluate, timeout, Scaling.PUBLIC, false);
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "fl.%s: %s (expected: %s)".formatted(key, value, expected));
    }
  }
}
