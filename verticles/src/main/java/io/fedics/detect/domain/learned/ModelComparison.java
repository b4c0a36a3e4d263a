package io.fedics.detect.domain.learned;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Two models on the same normal records, as a site would use them: each is calibrated on the earlier ones by itself and
 * judged on the later ones. What counts is how often it alarms there, and of autoencoders that scale alike also how well it
 * repeats what it sees.
 *
 * @param records judged
 * @param now figures of the model in use
 * @param wanted of the other
 * @param scalesAlike whether their mean scores can be compared
 */
public record ModelComparison(long records, Figures now, Figures wanted, boolean scalesAlike) {
  /** Of the earlier records, what is taken for unusual; the later ones should exceed the threshold as often. */
  public static final double UNUSUAL = 0.01;

  /** Standard errors by which alarms must differ before a model is called worse: chance does so once in 700. */
  private static final double ERRORS = 3;

  /** A reconstruction error that is larger by this much is worse. */
  private static final double LARGER = 1.05;

  /**
   * One model on the later records.
   *
   * @param alarmRate share of the records above its own threshold
   * @param error mean raw score: of an autoencoder the reconstruction error
   */
  public record Figures(double alarmRate, double error) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "alarms on %.2f %%, mean score %.4f", 100 * alarmRate, error);
    }
  }

  /** Why the other one is worse; empty when it is not. */
  public Optional<String> worse() {
    double spread = Math.sqrt((variance(now.alarmRate) + variance(wanted.alarmRate)) / records);
    if (wanted.alarmRate > now.alarmRate + ERRORS * spread) {
      return Optional.of("it alarms more often");
    }
    return scalesAlike && wanted.error > LARGER * now.error
        ? Optional.of("it repeats normal windows worse")
        : Optional.empty();
  }

  private static double variance(double rate) {
    return rate * (1 - rate);
  }

  /** Whether errors of two models are of the same unit: autoencoders with the same means and scales. */
  public static boolean scaleAlike(Bundle a, Bundle b) {
    return a.role().equals(LstmAutoencoder.KIND)
        && b.role().equals(LstmAutoencoder.KIND)
        && Arrays.equals(scales(a, "means"), scales(b, "means"))
        && Arrays.equals(scales(a, "scales"), scales(b, "scales"));
  }

  private static float[] scales(Bundle bundle, String name) {
    return bundle.floats(name, bundle.features().size());
  }
}
