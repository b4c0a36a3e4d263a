package io.fedics.detect.domain.physics;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A count against what is expected of it, at the horizon where it is strangest. The score is {@link Tail#score} of the
 * negative binomial bound, corrected for how often a day the horizon is looked at.
 */
record CountTest(Horizon horizon, double seen, double expected, double probability, double score) {

  static final List<Horizon> ALL = List.of(Horizon.values());
  static final List<Horizon> FROM_TEN_SECONDS = ALL.subList(1, ALL.size());
  static final List<Horizon> LONG = List.of(Horizon.TEN_MINUTES, Horizon.HOUR);

  /**
   * @param seen count by horizon
   * @param ownRate what the host itself does, events per second
   * @param hosts how many hosts are looked at, all day long
   */
  static CountTest strongest(
      List<Horizon> horizons,
      ToDoubleFunction<Horizon> seen,
      CountPrior prior,
      double ownRate,
      double hosts) {
    return strongest(horizons, seen, prior, ownRate, horizon -> horizon.tests(hosts));
  }

  /**
   * @param tests how often a day each horizon is looked at
   */
  static CountTest strongest(
      List<Horizon> horizons,
      ToDoubleFunction<Horizon> seen,
      CountPrior prior,
      double ownRate,
      ToDoubleFunction<Horizon> tests) {
    CountTest strongest = new CountTest(horizons.getFirst(), 0, prior.burst(), 1, 0);
    for (Horizon horizon : horizons) {
      double count = seen.applyAsDouble(horizon);
      double expected = prior.expected(horizon, ownRate);
      double probability = Tail.negativeBinomial(count, expected, prior.shape());
      double score = Tail.score(probability, tests.applyAsDouble(horizon));
      // The shorter horizon wins a tie: it tells better how fast it went.
      if (score > strongest.score || strongest.seen == 0) {
        strongest = new CountTest(horizon, count, expected, probability, score);
      }
    }
    return strongest;
  }

  double raw() {
    return Tail.raw(probability);
  }
}
