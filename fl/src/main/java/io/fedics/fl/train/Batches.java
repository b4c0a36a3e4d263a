package io.fedics.fl.train;

/** How a pass over a site's records is cut into steps. */
public sealed interface Batches {

  /** Records, or steps, at most. */
  int MOST = 1_000_000_000;

  /**
   * So many records a step: a large site takes more steps than a small one and moves farther.
   *
   * @param records of one step, expected ones under record-level privacy; at least 1
   */
  record OfRecords(int records) implements Batches {
    public OfRecords {
      require("batch", records);
    }

    @Override
    public int steps(int all) {
      return Math.ceilDiv(all, records);
    }

    @Override
    public int end(int step, int all) {
      return (int) Math.min(all, (long) records * step);
    }

    @Override
    public double samplingRate(int all) {
      return Math.min(1, (double) records / all);
    }

    @Override
    public int privateSteps(int all) {
      return (int) Math.ceil(1 / samplingRate(all));
    }

    @Override
    public Batches in(int round) {
      return this;
    }
  }

  /**
   * As many steps at every site, however many records it has: then the mean of the updates points where one gradient of all
   * records would (Wang et al. 2020, <a href="https://arxiv.org/abs/2007.07481">arXiv:2007.07481</a>). Fewer from round to
   * round let sites drift less and less from each other (Wang and Joshi 2019, <a
   * href="https://arxiv.org/abs/1810.08313">arXiv:1810.08313</a>).
   *
   * @param steps of a pass in the first round; at least 1. A site with fewer records takes one step a record
   * @param decay by what steps are multiplied from round to round; in (0, 1]
   */
  record OfSteps(int steps, double decay) implements Batches {
    public OfSteps {
      require("steps", steps);
      if (!(decay > 0 && decay <= 1)) {
        throw new IllegalArgumentException(
            "steps decay: " + decay + " (expected: above 0, at most 1)");
      }
    }

    @Override
    public int steps(int all) {
      return Math.min(steps, all);
    }

    @Override
    public int end(int step, int all) {
      return (int) ((long) all * step / steps(all));
    }

    @Override
    public double samplingRate(int all) {
      return 1.0 / steps;
    }

    @Override
    public int privateSteps(int all) {
      return steps;
    }

    @Override
    public Batches in(int round) {
      double left = steps * StrictMath.pow(decay, round - 1.0);
      return new OfSteps((int) Math.max(1, Math.round(left)), 1);
    }
  }

  private static void require(String name, int value) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException(
          "%s: %d (expected: from 1 to %,d)".formatted(name, value, MOST));
    }
  }

  /**
   * Steps of one pass without privacy.
   *
   * @param all records of the site; at least 1
   */
  int steps(int all);

  /**
   * Where a step ends, in the shuffled records; it begins where the one before ended.
   *
   * @param step from 1 to {@link #steps}
   */
  int end(int step, int all);

  /** Probability that a record takes part in one step of training with record-level privacy. */
  double samplingRate(int all);

  /** Steps with record-level privacy that see every record once, on average. */
  int privateSteps(int all);

  /**
   * As they are in one round.
   *
   * @param round from 1
   */
  Batches in(int round);
}
