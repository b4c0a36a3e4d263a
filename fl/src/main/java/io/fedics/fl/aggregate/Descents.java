package io.fedics.fl.aggregate;

/**
 * What trusted records of the server say of a model.
 *
 * @param error mean over the records of the probability that the model gives to the wrong label, in [0, 1]
 * @param directions by record the direction in parameters in which its loss falls fastest, of length 1; shape {@code
 *     [records][parameters]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Descents(double error, double[][] directions) {
  /** A model that is right about the records has nothing to learn from them: what updates say of them then is chance. */
  private static final double UNSURE = 0.25;

  /** Whether there is enough to learn from the records to judge an update by them. */
  public boolean canJudge() {
    return error >= UNSURE;
  }
}
