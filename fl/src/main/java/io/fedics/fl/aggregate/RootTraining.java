package io.fedics.fl.aggregate;

/** What the server itself makes of a model, on records of its own that it trusts. */
public interface RootTraining {
  /**
   * Trains as a site would.
   *
   * @param parameters that clients are sent; not modified
   * @param round from 1
   * @return after minus before, of the same size, finite
   */
  double[] update(double[] parameters, int round);
}
