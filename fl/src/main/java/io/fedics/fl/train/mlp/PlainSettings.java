package io.fedics.fl.train.mlp;

import io.fedics.fl.train.Batches;
import io.fedics.fl.train.ProximalTerm;
import java.util.OptionalDouble;

/**
 * Settings of training without privacy.
 *
 * @param epochs passes over the rows; at least 1
 * @param batches how a pass is cut into steps
 * @param learningRate positive
 * @param momentum in [0, 1)
 * @param gradientClip largest L2 norm of a step's gradient, the mean over its rows; positive; empty: any
 * @param proximal added to the clipped gradient
 * @param seed of the order of rows
 */
public record PlainSettings(
    int epochs,
    Batches batches,
    double learningRate,
    double momentum,
    OptionalDouble gradientClip,
    ProximalTerm proximal,
    long seed) {
  public PlainSettings {
    require("epochs", epochs, epochs >= 1, "at least 1");
    require("learning rate", learningRate, learningRate > 0, "above 0");
    require("momentum", momentum, momentum >= 0 && momentum < 1, "from 0 to below 1");
    gradientClip.ifPresent(clip -> require("gradient clip", clip, clip > 0, "above 0"));
  }

  /** With no proximal term. */
  public PlainSettings(
      int epochs,
      Batches batches,
      double learningRate,
      double momentum,
      OptionalDouble gradientClip,
      long seed) {
    this(epochs, batches, learningRate, momentum, gradientClip, ProximalTerm.NONE, seed);
  }

  private static void require(String name, double value, boolean holds, String expected) {
    if (!(holds && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
