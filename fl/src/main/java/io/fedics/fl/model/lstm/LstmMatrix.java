package io.fedics.fl.model.lstm;

/**
 * Weights of one layer, laid out twice: for many windows side by side, and for a window by itself. Not changed afterwards.
 *
 * @param groups as {@link LstmKernel#multiply} reads them
 * @param rows the same, shape {@code [rows of input, outputs]}, as {@link NarrowProduct} reads them
 * @param outputs a multiple of 8
 */
@SuppressWarnings("ArrayRecordComponent") // weights, never compared
record LstmMatrix(float[] groups, float[][] rows, int outputs) {

  /**
   * @param groups shape {@code [outputs / 8, rows, 8]}
   */
  static LstmMatrix of(float[] groups, int outputs) {
    int count = groups.length / outputs;
    float[][] rows = new float[count][outputs];
    for (int row = 0; row < count; row++) {
      for (int output = 0; output < outputs; output++) {
        rows[row][output] = groups[LstmLayout.at(output, count, row)];
      }
    }
    return new LstmMatrix(groups, rows, outputs);
  }
}
