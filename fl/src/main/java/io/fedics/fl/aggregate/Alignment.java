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
  /**
   * @param usualCosine of the angles of all updates of the round to the median
   */
  static Alignment of(double[] update, double[] median, double usualCosine) {
    double own = Vectors.dot(update, update);
    double others = Vectors.dot(median, median);
    return new Alignment(
        Vectors.dot(update, median), usualCosine * Math.sqrt(own) * Math.sqrt(others), own, others);
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
    double lengths = Math.sqrt(update) * Math.sqrt(median);
    return lengths == 0 ? 0 : (usual - dot) / lengths;
  }
}
