package io.fedics.fl.site;

import io.fedics.fl.grpc.Answer;
import io.fedics.fl.privacy.NoisySum;
import io.fedics.fl.privacy.SecretRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every record that was kept from training says of a model.
 *
 * @param losses of the records, at least one, none negative
 * @param largestLoss that one record is believed where figures are noised: else it could say anything
 * @param shares by name what is true (1) or not (0) of the records, as many each
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
public record HeldOutFigures(double[] losses, double largestLoss, Map<String, double[]> shares) {
  public HeldOutFigures {
    shares = Map.copyOf(shares);
  }

  /** Means over the records, as they are. */
  Answer.Evaluated bare() {
    Map<String, Object> means = new HashMap<>();
    shares.forEach((name, values) -> means.put(name, mean(values)));
    return new Answer.Evaluated(mean(losses), losses.length, means);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /**
   * Means over the records with noise that hides each of them.
   *
   * @param noiseMultiplier of the sum over the records, one release without sampling; how many records is no secret
   */
  Answer.Evaluated noised(double noiseMultiplier, SecretRandom secret) {
    var byName = new TreeMap<>(shares);
    int figures = 1 + byName.size();
    var sum = new NoisySum(figures, Math.sqrt(figures), noiseMultiplier);
    double[] contribution = new double[figures];
    for (int record = 0; record < losses.length; record++) {
      int at = 0;
      contribution[at++] = Math.min(1, losses[record] / largestLoss);
      for (double[] values : byName.values()) {
        contribution[at++] = values[record];
      }
      sum.add(contribution);
    }
    double[] told = sum.release(secret);
    Map<String, Object> means = new HashMap<>();
    int at = 1;
    for (String name : byName.keySet()) {
      means.put(name, Math.clamp(told[at++] / losses.length, 0.0, 1.0));
    }
    double loss = largestLoss * Math.clamp(told[0] / losses.length, 0.0, 1.0);
    return new Answer.Evaluated(loss, losses.length, means);
  }
}
