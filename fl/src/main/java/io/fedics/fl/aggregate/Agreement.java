package io.fedics.fl.aggregate;

/**
 * How far a client's updates lie along the server's own records, and how far against them; sums that add up over rounds.
 *
 * @param along squared length of what of them is a sum of steps down the records' losses
 * @param against squared length of what of them is a sum of steps up
 * @param length squared length of the updates
 */
public record Agreement(double along, double against, double length) {
  Agreement plus(Agreement other) {
    return new Agreement(along + other.along, against + other.against, length + other.length);
  }

  /** In [-1, 1]: 1 learns only what the records say, below 0 rather unlearns it; 0 when neither. */
  double direction() {
    double sum = along + against;
    return sum == 0 ? 0 : (along - against) / sum;
  }

  /** Share of the updates that the records explain, in [0, 1]; the rest is learned from what no record is like. */
  double explained() {
    return length == 0 ? 0 : along / length;
  }
}
