package io.fedics.fl.train;

import io.fedics.fl.privacy.GaussianSteps;

/**
 * Settings of training with record-level differential privacy.
 *
 * @param clipNorm largest L2 norm of one record's gradient, over all tensors together; positive
 * @param noiseMultiplier of the sum of a batch, in clip norms; at least 0.01
 * @param samplingRate probability that a record takes part in a step; in (0, 1]
 * @param steps at least 1
 * @param learningRate positive
 * @param momentum in [0, 1); costs no privacy, because it only mixes what was released
 * @param proximal added to what was released; costs no privacy, because it is made of weights alone
 */
public record PrivateSettings(
    double clipNorm,
    double noiseMultiplier,
    double samplingRate,
    int steps,
    double learningRate,
    double momentum,
    ProximalTerm proximal) {
  public PrivateSettings {
    require("clip norm", clipNorm, clipNorm > 0, "above 0");
    require("noise multiplier", noiseMultiplier, noiseMultiplier >= 0.01, "at least 0.01");
    require(
        "sampling rate", samplingRate, samplingRate > 0 && samplingRate <= 1, "above 0, at most 1");
    require("steps", steps, steps >= 1, "at least 1");
    require("learning rate", learningRate, learningRate > 0, "above 0");
    require("momentum", momentum, momentum >= 0 && momentum < 1, "from 0 to below 1");
  }

  /** With no proximal term. */
  public PrivateSettings(
      double clipNorm,
      double noiseMultiplier,
      double samplingRate,
      int steps,
      double learningRate,
      double momentum) {
    this(clipNorm, noiseMultiplier, samplingRate, steps, learningRate, momentum, ProximalTerm.NONE);
  }

  /** The same with another learning rate, which costs no privacy. */
  public PrivateSettings withLearningRate(double rate) {
    return new PrivateSettings(
        clipNorm, noiseMultiplier, samplingRate, steps, rate, momentum, proximal);
  }

  /** The same with another proximal term, which costs no privacy. */
  public PrivateSettings withProximal(ProximalTerm term) {
    return new PrivateSettings(
        clipNorm, noiseMultiplier, samplingRate, steps, learningRate, momentum, term);
  }

  private static void require(String name, double value, boolean holds, String expected) {
    if (!(holds && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }

  /** What all steps cost, per record added or removed. To be charged before {@link PrivateTrainer#train}. */
  public GaussianSteps cost() {
    return new GaussianSteps(samplingRate, noiseMultiplier, steps);
  }
}
