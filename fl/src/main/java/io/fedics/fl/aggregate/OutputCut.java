package io.fedics.fl.aggregate;

import java.util.List;

/**
 * Where a model of one output, a logit, says attack. Its last parameter is that output's bias, so moving the cut leaves it one
 * model with the cut at one half, and changes no rank.
 */
public final class OutputCut {
  private OutputCut() {}

  /**
   * @throws IllegalArgumentException when the last tensor is not one number, which a bias of one output is
   */
  public static void require(Tensors parameters) {
    List<List<Integer>> shapes = parameters.shapes();
    List<Integer> last = shapes.isEmpty() ? List.of(0) : shapes.getLast();
    if (last.stream().anyMatch(size -> size != 1)) {
      throw new IllegalArgumentException("parameters: a last tensor of shape " + last
          + " (expected: one number, the bias of the only output, whose cut is calibrated)");
    }
  }

  /**
   * @param parameters the last one is the output's bias; not changed
   * @param cut logit, finite, which will be 0
   */
  public static double[] moved(double[] parameters, double cut) {
    double[] moved = parameters.clone();
    moved[moved.length - 1] -= cut;
    return moved;
  }
}
