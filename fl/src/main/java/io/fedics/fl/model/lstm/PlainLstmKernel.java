package io.fedics.fl.model.lstm;

/** Plain loops, for when the Vector API is not there. Room for one thread. */
final class PlainLstmKernel implements LstmKernel {
  private final WideProduct wide = new WideProduct();
  private final WideBackStep wideBack = new WideBackStep();

  /** Shorter loops do not become vectors: sixteen columns would take longer than sixty-four. */
  @Override
  public int leastWidth() {
    return WideProduct.FEWEST;
  }

  @Override
  public int mostSingle() {
    return 40;
  }

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
    wide.multiply(
        weights, groups, start, input, inputAt, inputRows, recurrent, recurrentRows, width, z);
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
