package io.fedics.fl.model.lstm;

/**
 * Weights times one window: the compiler makes vectors of outputs, where {@link WideProduct} makes them of windows. Products
 * are added one by one from the first row to the last there as here, so both give the same bits.
 */
final class NarrowProduct {
  private NarrowProduct() {}

  /**
   * As {@link LstmKernel#multiply} of width 1.
   *
   * @param z receives as many values as {@code weights} have outputs
   */
  static void multiply(
      LstmMatrix weights,
      float[] start,
      float[] input,
      int inputAt,
      int inputRows,
      float[] recurrent,
      int recurrentRows,
      float[] z) {
    System.arraycopy(start, 0, z, 0, weights.outputs());
    addRows(weights, 0, input, inputAt, inputRows, z);
    addRows(weights, inputRows, recurrent, 0, recurrentRows, z);
  }

  private static void addRows(
      LstmMatrix weights, int first, float[] values, int at, int count, float[] sums) {
    float[][] rows = weights.rows();
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      int row = first + i;
      add(
          rows[row],
          rows[row + 1],
          rows[row + 2],
          rows[row + 3],
          values[at + i],
          values[at + i + 1],
          values[at + i + 2],
          values[at + i + 3],
          sums,
          weights.outputs());
    }
    for (; i < count; i++) {
      add(rows[first + i], values[at + i], sums, weights.outputs());
    }
  }

  private static void add(
      float[] row0,
      float[] row1,
      float[] row2,
      float[] row3,
      float a,
      float b,
      float c,
      float d,
      float[] sums,
      int outputs) {
    for (int output = 0; output < outputs; output++) {
      float sum = Math.fma(a, row0[output], sums[output]);
      sum = Math.fma(b, row1[output], sum);
      sum = Math.fma(c, row2[output], sum);
      sums[output] = Math.fma(d, row3[output], sum);
    }
  }

  private static void add(float[] row, float value, float[] sums, int outputs) {
    for (int output = 0; output < outputs; output++) {
      sums[output] = Math.fma(value, row[output], sums[output]);
    }
  }
}
