package io.fedics.fl.model;

/** Plain loops over the columns, written so that the compiler makes vector instructions of them where it can. */
final class PlainLstmKernel implements LstmKernel {

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
    System.arraycopy(start, 0, z, 0, groups * GROUP * width);
    int groupSize = (inputRows + recurrentRows) * GROUP;
    for (int row = 0; row < groups * GROUP; row++) {
      int w = row / GROUP * groupSize + row % GROUP;
      addRows(weights, w, input, inputAt, inputRows, width, z, row * width);
      addRows(weights, w + inputRows * GROUP, recurrent, 0, recurrentRows, width, z, row * width);
    }
  }

  /** Eight rows of input at a time, so that a sum is fetched and stored once for eight products. */
  private static void addRows(
      float[] weights, int w, float[] input, int inputAt, int rows, int width, float[] z, int zAt) {
    int row = 0;
    for (; row + 8 <= rows; row += 8) {
      addEight(weights, w + row * GROUP, input, inputAt + row * width, width, z, zAt);
    }
    for (; row < rows; row++) {
      float weight = weights[w + row * GROUP];
      int in = inputAt + row * width;
      for (int i = 0; i < width; i++) {
        z[zAt + i] = Math.fma(weight, input[in + i], z[zAt + i]);
      }
    }
  }

  private static void addEight(
      float[] weights, int w, float[] input, int in0, int width, float[] z, int zAt) {
    float w0 = weights[w];
    float w1 = weights[w + GROUP];
    float w2 = weights[w + 2 * GROUP];
    float w3 = weights[w + 3 * GROUP];
    float w4 = weights[w + 4 * GROUP];
    float w5 = weights[w + 5 * GROUP];
    float w6 = weights[w + 6 * GROUP];
    float w7 = weights[w + 7 * GROUP];
    int in1 = in0 + width;
    int in2 = in1 + width;
    int in3 = in2 + width;
    int in4 = in3 + width;
    int in5 = in4 + width;
    int in6 = in5 + width;
    int in7 = in6 + width;
    for (int i = 0; i < width; i++) {
      float sum = z[zAt + i];
      sum = Math.fma(w0, input[in0 + i], sum);
      sum = Math.fma(w1, input[in1 + i], sum);
      sum = Math.fma(w2, input[in2 + i], sum);
      sum = Math.fma(w3, input[in3 + i], sum);
      sum = Math.fma(w4, input[in4 + i], sum);
      sum = Math.fma(w5, input[in5 + i], sum);
      sum = Math.fma(w6, input[in6 + i], sum);
      z[zAt + i] = Math.fma(w7, input[in7 + i], sum);
    }
  }

  @Override
  public void step(float[] z, int units, int width, float[] cells, float[] hidden) {
    for (int unit = 0; unit < units; unit++) {
      cell(z, LstmTensor.GATES * unit * width, width, cells, hidden, unit * width);
    }
  }

  private static void cell(
      float[] z, int candidate, int width, float[] cells, float[] hidden, int at) {
    int forget = candidate + width;
    int output = forget + width;
    int input = output + width;
    for (int i = 0; i < width; i++) {
      float added = Rational.tanh(z[candidate + i]) * Rational.logistic(z[input + i]);
      float cell = Math.fma(Rational.logistic(z[forget + i]), cells[at + i], added);
      cells[at + i] = cell;
      hidden[at + i] = Rational.logistic(z[output + i]) * Rational.tanh(cell);
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
}
