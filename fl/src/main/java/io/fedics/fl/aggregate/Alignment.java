package io.fedics.fl.aggregate;

/**
 * How an update lies to the coordinate median of its round, as sums that add up over rounds: rounds one behind the other are one
 * long vector. Where updates are long, in the first rounds, they so say more than later, when most of each is chance.
 *
 * @param dot inner product of update and median
 * @param usual what it would be at the angle that is usual in the round, the median over the clients
 * @param update squared norm of the update
 * @param median squared norm of the median
 */
public record Alignment(double dot, double usual, double update, double median) {
  /** As if its own angle were the usual one: the others' are not known yet. */
  static Alignment of(double[] update, double[] median) {
    double dot = Vectors.dot(update, median);
    return new Alignment(dot, dot, Vectors.dot(update, update), Vectors.dot(median, median));
  }

  /** Cosine of the angle; 0 when one of both is nothing. */
  double cosine() {
    return lengths() == 0 ? 0 : dot / lengths();
  }

  /**
   * @param cosine that is usual in the round
   */
  Alignment withUsual(double cosine) {
    return new Alignment(dot, cosine * lengths(), update, median);
  }

  Alignment plus(Alignment other) {
    return new Alignment(
        dot + other.dot, usual + other.usual, update + other.update, median + other.median);
  }

  /**
   * By how much the cosine is smaller than usual in the same rounds, so that clients of few rounds can be compared with those of
   * all; 0 when one of both is nothing.
   */
  double shortfall() {
    return lengths() == 0 ? 0 : (usual - dot) / lengths();
  }

  private double lengths() {
    return Math.sqrt(update) * Math.sqrt(median);
  }
}
