package io.fedics.fl.aggregate;

import java.util.Arrays;

/**
 * All steps that are sums of small steps down the losses of the server's records, and never up one: a cone. Training on honest
 * records, of whichever kinds and in whichever shares, moves a model into it; training on turned labels, or turning an update,
 * moves it into the opposite one. A cosine to one step of the server's own cannot tell that: a site that has one kind of
 * traffic only points elsewhere although it is honest.
 *
 * <p>How much of an update lies in a cone is a least-squares problem with coefficients that are not negative, solved coordinate
 * by coordinate (Franc, Hlaváč and Navara 2005, "Sequential coordinate-wise algorithm for the non-negative least squares
 * problem").
 */
public final class DescentCone {
  /** Of a model that is nearer to the truth about the records, updates say nothing: it has small gradients everywhere. */
  private static final double LEAST_ERROR = 0.25;
  /** Over all coordinates; agreements of ten sites were within 0.002 of those after 1,000. */
  private static final int SWEEPS = 60;
  /** Directions of like records are nearly one, so that without it their coefficients would be anything. */
  private static final double RIDGE = 1e-3;

  private final double[][] directions;
  private final double[][] products;

  /**
   * Whether updates of a model can be judged by records: it must have enough to learn from them.
   *
   * @param error mean over the records of the probability that the model gives to the wrong label, in [0, 1]
   */
  public static boolean canJudge(double error) {
    return error >= LEAST_ERROR;
  }

  /**
   * @param directions by record the direction in parameters in which its loss falls fastest, of length 1; at least one; shape
   *     {@code [records][parameters]}
   */
  public DescentCone(double[][] directions) {
    this.directions = directions;
    this.products = new double[directions.length][directions.length];
    for (int a = 0; a < directions.length; a++) {
      for (int b = 0; b <= a; b++) {
        double product = Vectors.dot(directions[a], directions[b]);
        products[a][b] = product;
        products[b][a] = product;
      }
    }
  }

  /**
   * @param update after minus before; not modified
   */
  public Agreement agreement(double[] update) {
    double[] along =
        Arrays.stream(directions).mapToDouble(one -> Vectors.dot(one, update)).toArray();
    double[] against = Arrays.stream(along).map(product -> -product).toArray();
    return new Agreement(explained(along), explained(against), Vectors.dot(update, update));
  }

  /**
   * @param wanted inner products of the directions with a vector
   * @return squared length of the part of the vector that lies in the cone
   */
  private double explained(double[] wanted) {
    double[] share = new double[wanted.length];
    double[] reached = new double[wanted.length];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 0; i < share.length; i++) {
        double left = wanted[i] - reached[i] - RIDGE * share[i];
        double next = Math.max(0, share[i] + left / (products[i][i] + RIDGE));
        double step = next - share[i];
        if (step != 0) {
          share[i] = next;
          addTo(reached, step, products[i]);
        }
      }
    }
    double explained = 0;
    for (int i = 0; i < share.length; i++) {
      explained += share[i] * (2 * wanted[i] - reached[i]);
    }
    return Math.max(0, explained);
  }

  private static void addTo(double[] sum, double factor, double[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * values[i];
    }
  }
}
