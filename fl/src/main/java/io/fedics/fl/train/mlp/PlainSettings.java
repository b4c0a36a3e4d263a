package io.fedics.fl.train.mlp;

/**
 * Settings of training without privacy.
 *
 * @param epochs passes over the rows; at least 1
 * @param batch rows of one step; at least 1
 * @param learningRate positive
 * @param momentum in [0, 1)
 * @param seed of the order of rows
 */
public record PlainSettings(
    int epochs, int batch, double learningRate, double momentum, long seed) {
  public PlainSettings {
    require("epochs", epochs, epochs >= 1, "at least 1");
    require("batch", batch, batch >= 1, "at least 1");
    require("learning rate", learningRate, learningRate > 0, "above 0");
    require("momentum", momentum, momentum >= 0 && momentum < 1, "from 0 to below 1");
  }

  private static void require(String name, double value, boolean holds, String expected) {
    if (!(holds && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
