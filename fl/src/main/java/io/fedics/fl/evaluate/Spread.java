package io.fedics.fl.evaluate;

import java.util.Arrays;
import java.util.Collection;

/**
 * A figure over seeds.
 *
 * @param mean NaN of nothing
 * @param sd sample standard deviation; 0 of one seed
 */
public record Spread(double mean, double sd) {

  public static Spread of(Collection<Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    double mean = Arrays.stream(all).average().orElse(Double.NaN);
    double squares =
        Arrays.stream(all).map(value -> (value - mean) * (value - mean)).sum();
    return new Spread(mean, all.length < 2 ? 0 : Math.sqrt(squares / (all.length - 1)));
  }
}
