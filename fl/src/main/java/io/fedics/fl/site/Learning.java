package io.fedics.fl.site;

import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.train.Batches;
import io.fedics.fl.train.ProximalTerm;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How a site trains in a round.
 *
 * @param epochs passes over its rows; at least 1
 * @param batches how a pass is cut into steps
 * @param learningRate of a step; positive
 * @param momentum in [0, 1); unused where Adam is what learns
 * @param decay by what the learning rate is multiplied from round to round; in (0, 1]
 * @param gradientClip largest L2 norm of a step's gradient, positive; empty: any; unused where Adam is what learns
 * @param proximal what holds the weights near those of all; asked for by the server's strategy
 */
public record Learning(
    int epochs,
    Batches batches,
    double learningRate,
    double momentum,
    double decay,
    OptionalDouble gradientClip,
    ProximalTerm proximal) {
  public Learning {
    if (epochs < 1) {
      throw new IllegalArgumentException("local epochs: " + epochs + " (expected: at least 1)");
    }
    require("learning rate", learningRate, learningRate > 0, "above 0");
    require("momentum", momentum, momentum >= 0 && momentum < 1, "from 0 to below 1");
    require("decay", decay, decay > 0 && decay <= 1, "above 0, at most 1");
    gradientClip.ifPresent(clip -> require("gradient clip", clip, clip > 0, "above 0"));
  }

  /** With nothing that holds the weights near those of all. */
  public Learning(
      int epochs,
      Batches batches,
      double learningRate,
      double momentum,
      double decay,
      OptionalDouble gradientClip) {
    this(epochs, batches, learningRate, momentum, decay, gradientClip, ProximalTerm.NONE);
  }

  /** With so many records a step, the same learning rate in all rounds, and gradients of any length. */
  public Learning(int epochs, int batch, double learningRate, double momentum) {
    this(epochs, new Batches.OfRecords(batch), learningRate, momentum, 1, OptionalDouble.empty());
  }

  /** With another number of passes. */
  public Learning withEpochs(int passes) {
    return new Learning(passes, batches, learningRate, momentum, decay, gradientClip, proximal);
  }

  /** With other batches. */
  public Learning withBatches(Batches others) {
    return new Learning(epochs, others, learningRate, momentum, decay, gradientClip, proximal);
  }

  /**
   * As a strategy's settings for its clients ask for.
   *
   * @param config {@code proximal_mu}, if the weights are to be held near those of all
   * @throws IllegalArgumentException when that is negative, NaN or infinite
   */
  public Learning asked(Map<String, ?> config) {
    if (!(config.get("proximal_mu") instanceof Number mu)) {
      return this;
    }
    return new Learning(
        epochs,
        batches,
        learningRate,
        momentum,
        decay,
        gradientClip,
        new ProximalTerm(mu.doubleValue()));
  }

  /** Whether every round is like the first. */
  public boolean isSteady() {
    return decay == 1 && batches.in(2).equals(batches);
  }

  /**
   * As it is in one round.
   *
   * @param round from 1
   */
  public Learning in(int round) {
    double rate = learningRate * StrictMath.pow(decay, round - 1.0);
    return new Learning(epochs, batches.in(round), rate, momentum, 1, gradientClip, proximal);
  }

  /**
   * Probability that a record takes part in one step of training with record-level privacy.
   *
   * @param records of the site; at least 1
   */
  public double samplingRate(int records) {
    return batches.samplingRate(records);
  }

  /** Steps of one round with record-level privacy: as many as see every record once an epoch, on average. */
  public int steps(int records) {
    return Math.multiplyExact(epochs, batches.privateSteps(records));
  }

  /**
   * @throws IllegalArgumentException for settings that training with this privacy does not know
   */
  public void requireFor(Privacy privacy) {
    if (!privacy.hides(PrivacyUnit.RECORD)) {
      return;
    }
    if (batches instanceof Batches.OfSteps every && every.decay() != 1) {
      throw new IllegalArgumentException(
          "steps decay: " + every.decay()
              + " (expected: 1 with privacy of records, whose noise is planned for rounds that cost alike)");
    }
    if (gradientClip.isPresent()) {
      throw new IllegalArgumentException(
          "gradient clip: " + gradientClip.getAsDouble()
              + " (expected: none with privacy of records, each record's gradient is cut to the clip norm)");
    }
  }

  private static void require(String name, double value, boolean holds, String expected) {
    if (!(holds && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
