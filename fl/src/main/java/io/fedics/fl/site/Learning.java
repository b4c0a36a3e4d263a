package io.fedics.fl.site;

/**
 * How a site trains in a round.
 *
 * @param epochs passes over its rows; at least 1
 * @param batch rows of one step, expected ones under record-level privacy; at least 1
 * @param learningRate of a step; positive
 * @param momentum in [0, 1); unused where Adam is what learns
 * @param decay by what the learning rate is multiplied from round to round; in (0, 1]
 */
public record Learning(int epochs, int batch, double learningRate, double momentum, double decay) {
  public Learning {
    require("local epochs", epochs, epochs >= 1, "at least 1");
    require("batch", batch, batch >= 1, "at least 1");
    require("learning rate", learningRate, learningRate > 0, "above 0");
    require("momentum", momentum, momentum >= 0 && momentum < 1, "from 0 to below 1");
    require("decay", decay, decay > 0 && decay <= 1, "above 0, at most 1");
  }

  /** With the same learning rate in all rounds. */
  public Learning(int epochs, int batch, double learningRate, double momentum) {
    this(epochs, batch, learningRate, momentum, 1);
  }

  /** With another number of passes. */
  public Learning withEpochs(int passes) {
    return new Learning(passes, batch, learningRate, momentum, decay);
  }

  /**
   * As it is in one round.
   *
   * @param round from 1
   */
  public Learning in(int round) {
    double rate = learningRate * StrictMath.pow(decay, round - 1.0);
    return new Learning(epochs, batch, rate, momentum);
  }

  /**
   * Probability that a record takes part in one step of training with record-level privacy.
   *
   * @param records of the site; at least 1
   */
  public double samplingRate(int records) {
    return Math.min(1, (double) batch / records);
  }

  /** Steps of one round with record-level privacy: as many as see every record once an epoch, on average. */
  public int steps(int records) {
    return Math.multiplyExact(epochs, (int) Math.ceil(1 / samplingRate(records)));
  }

  private static void require(String name, double value, boolean holds, String expected) {
    if (!(holds && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
