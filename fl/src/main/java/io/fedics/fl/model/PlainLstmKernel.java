package io.fedics.fl.model;

/** Plain loops, for when the Vector API is not there. Room for one thread. */
final class PlainLstmKernel implements LstmKernel {
  private static final int ROWS = 4;

  private final WideProduct wide = new WideProduct();
  private final WideBackStep wideBack = new WideBackStep();

  @Override
  public void multiply(
      float[] weights,
      int groups,
      float[] start,
      float[] input,
      int inputAt,
      int inputRows,
      float[] recurrent,
      int recurrentRows,
      int width,
      float[] z) {
    if (width >= WideProduct.FEWEST) {
      wide.multiply(
          weights, groups, start, input, inputAt, inputRows, recurrent, recurrentRows, width, z);
      return;
    }
    int groupSize = (inputRows + recurrentRows) * GROUP;
    for (int row = 0; row < groups * GROUP; row += ROWS) {
      int w = row / GROUP * groupSize + row % GROUP;
      for (int column = 0; column < width; column += 2) {
        int at = row * width + column;
        addRows(weights, w, input, inputAt + column, inputRows, width, start, z, at);
        addRows(weights, w + inputRows * GROUP, recurrent, column, recurrentRows, width, z, z, at);
      }
    }
  }

  /**
   * Four rows of two columns: eight sums stay in registers while the rows of input pass by. A loop along the columns would
   * fetch and store its sums for every product, and is too short to become vectors.
   */
  private static void addRows(
      float[] weights,
      int w,
      float[] input,
      int inputAt,
      int rows,
      int width,
      float[] from,
      float[] z,
      int z0) {
    int z1 = z0 + width;
    int z2 = z1 + width;
    int z3 = z2 + width;
    float a0 = from[z0];
    float b0 = from[z0 + 1];
    float a1 = from[z1];
    float b1 = from[z1 + 1];
    float a2 = from[z2];
    float b2 = from[z2 + 1];
    float a3 = from[z3];
    float b3 = from[z3 + 1];
    for (int row = 0; row < rows; row++) {
      float a = input[inputAt + row * width];
      float b = input[inputAt + row * width + 1];
      float w0 = weights[w + row * GROUP];
      float w1 = weights[w + row * GROUP + 1];
      float w2 = weights[w + row * GROUP + 2];
      float w3 = weights[w + row * GROUP + 3];
      a0 = Math.fma(a, w0, a0);
      b0 = Math.fma(b, w0, b0);
      a1 = Math.fma(a, w1, a1);
      b1 = Math.fma(b, w1, b1);
      a2 = Math.fma(a, w2, a2);
      b2 = Math.fma(b, w2, b2);
      a3 = Math.fma(a, w3, a3);
      b3 = Math.fma(b, w3, b3);
    }
    z[z0] = a0;
    z[z0 + 1] = b0;
    z[z1] = a1;
    z[z1 + 1] = b1;
    z[z2] = a2;
    z[z2 + 1] = b2;
    z[z3] = a3;
    z[z3 + 1] = b3;
  }

  /** Tangents in loops as long as can be, of which the compiler makes vectors. */
  @Override
  public void step(float[] z, int units, int width, float[] cells, float[] hidden) {
    tanh(z, LstmTensor.GATES * units * width);
    for (int unit = 0; unit < units; unit++) {
      int candidate = LstmTensor.GATES * unit * width;
      for (int i = 0; i < width; i++) {
        float forget = Math.fma(0.5f, z[candidate + width + i], 0.5f);
        float input = Math.fma(0.5f, z[candidate + 3 * width + i], 0.5f);
        float added = z[candidate + i] * input;
        cells[unit * width + i] = Math.fma(forget, cells[unit * width + i], added);
      }
    }
    System.arraycopy(cells, 0, hidden, 0, units * width);
    tanh(hidden, units * width);
    for (int unit = 0; unit < units; unit++) {
      int output = LstmTensor.GATES * unit * width + 2 * width;
      for (int i = 0; i < width; i++) {
        hidden[unit * width + i] *= Math.fma(0.5f, z[output + i], 0.5f);
      }
    }
  }

  @Override
  public void tanh(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      values[i] = Rational.tanh(values[i]);
    }
  }

  @Override
  public void addSquares(float[] output, float[] input, int inputAt, int length, float[] squares) {
    for (int i = 0; i < length; i++) {
      float difference = output[i] - input[inputAt + i];
      squares[i] = Math.fma(difference, difference, squares[i]);
    }
  }

  @Override
  public void add(float[] values, int length, float[] sums) {
    for (int i = 0; i < length; i++) {
      sums[i] += values[i];
    }
  }

  @Override
  public void backStep(
      float[] gates,
      int gatesAt,
      float[] before,
      int beforeAt,
      float[] tangents,
      float[] hidden,
      float[] cells,
      int units,
      int width,
      float[] z) {
    wideBack.step(gates, gatesAt, before, beforeAt, tangents, hidden, cells, units, width, z);
  }

  @Override
  public void products(
      int steps,
      float[] in,
      int inAt,
      int inStep,
      int rows,
      float[] out,
      int outputs,
      int width,
      float[] products,
      int productsAt) {
    wide.products(steps, in, inAt, inStep, rows, out, outputs, width, products, productsAt);
  }
}
