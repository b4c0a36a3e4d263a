package io.fedics.fl.model.lstm;

import java.util.Arrays;

/**
 * Weights times many columns by plain loops that the compiler turns into vectors. It does so only where every array is
 * read and written at the same index, since two of them might be one: hence rows are copied to arrays of their own, which
 * costs a hundredth of the products.
 *
 * <p>Room for one thread.
 */
final class WideProduct {
  /** Fewer columns make loops too short for vectors. */
  static final int FEWEST = 64;

  private static final int GROUP = LstmKernel.GROUP;

  private float[][] rows = new float[0][0];
  /** Of {@link #products}, shape [outputs, steps] of rows. */
  private float[][] others = new float[0][0];

  private float[] sums0 = new float[0];
  private float[] sums1 = new float[0];

  /** As {@link LstmKernel#multiply}: sums run from the first row to the last. */
  void multiply(
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
    int count = inputRows + recurrentRows;
    makeRoom(count, width);
    for (int row = 0; row < inputRows; row++) {
      System.arraycopy(input, inputAt + row * width, rows[row], 0, width);
    }
    for (int row = 0; row < recurrentRows; row++) {
      System.arraycopy(recurrent, row * width, rows[inputRows + row], 0, width);
    }
    for (int output = 0; output < groups * GROUP; output += 2) {
      int at = output * width;
      System.arraycopy(start, at, sums0, 0, width);
      System.arraycopy(start, at + width, sums1, 0, width);
      addRows(weights, output / GROUP * count * GROUP + output % GROUP, count, width);
      System.arraycopy(sums0, 0, z, at, width);
      System.arraycopy(sums1, 0, z, at + width, width);
    }
  }

  /** As {@link LstmKernel#products}: sums run from the first step to the last. */
  void products(
      int steps,
      float[] in,
      int inAt,
      int inStep,
      int inRows,
      float[] out,
      int outputs,
      int width,
      float[] products,
      int productsAt) {
    makeRoom(steps, width);
    if (others.length < outputs * steps || others[0].length < width) {
      others = new float[outputs * steps][width];
    }
    for (int step = 0; step < steps; step++) {
      for (int output = 0; output < outputs; output++) {
        System.arraycopy(
            out, (step * outputs + output) * width, others[output * steps + step], 0, width);
      }
    }
    for (int row = 0; row < inRows; row++) {
      for (int step = 0; step < steps; step++) {
        System.arraycopy(in, inAt + step * inStep + row * width, rows[step], 0, width);
      }
      for (int output = 0; output < outputs; output += 2) {
        Arrays.fill(sums0, 0, width, 0);
        Arrays.fill(sums1, 0, width, 0);
        addSteps(steps, output * steps, width);
        int to = productsAt + (row * outputs + output) * width;
        System.arraycopy(sums0, 0, products, to, width);
        System.arraycopy(sums1, 0, products, to + width, width);
      }
    }
  }

  private void addSteps(int steps, int first, int width) {
    int second = first + steps;
    int step = 0;
    for (; step + 3 <= steps; step += 3) {
      addThree(
          rows[step],
          rows[step + 1],
          rows[step + 2],
          others[first + step],
          others[first + step + 1],
          others[first + step + 2],
          others[second + step],
          others[second + step + 1],
          others[second + step + 2],
          sums0,
          sums1,
          width);
    }
    for (; step < steps; step++) {
      for (int column = 0; column < width; column++) {
        float value = rows[step][column];
        sums0[column] = Math.fma(value, others[first + step][column], sums0[column]);
        sums1[column] = Math.fma(value, others[second + step][column], sums1[column]);
      }
    }
  }

  private static void addThree(
      float[] row0,
      float[] row1,
      float[] row2,
      float[] first0,
      float[] first1,
      float[] first2,
      float[] second0,
      float[] second1,
      float[] second2,
      float[] sums0,
      float[] sums1,
      int width) {
    for (int column = 0; column < width; column++) {
      float a = row0[column];
      float b = row1[column];
      float c = row2[column];
      float sum0 = Math.fma(a, first0[column], sums0[column]);
      float sum1 = Math.fma(a, second0[column], sums1[column]);
      sum0 = Math.fma(b, first1[column], sum0);
      sum1 = Math.fma(b, second1[column], sum1);
      sums0[column] = Math.fma(c, first2[column], sum0);
      sums1[column] = Math.fma(c, second2[column], sum1);
    }
  }

  private void addRows(float[] weights, int first, int count, int width) {
    int row = 0;
    int w = first;
    for (; row + 4 <= count; row += 4) {
      addFour(rows[row], rows[row + 1], rows[row + 2], rows[row + 3], weights, w, width);
      w += 4 * GROUP;
    }
    for (; row < count; row++) {
      addOne(rows[row], weights[w], weights[w + 1], width);
      w += GROUP;
    }
  }

  private void addFour(
      float[] row0, float[] row1, float[] row2, float[] row3, float[] weights, int w, int width) {
    add(
        row0,
        row1,
        row2,
        row3,
        weights[w],
        weights[w + GROUP],
        weights[w + 2 * GROUP],
        weights[w + 3 * GROUP],
        weights[w + 1],
        weights[w + GROUP + 1],
        weights[w + 2 * GROUP + 1],
        weights[w + 3 * GROUP + 1],
        sums0,
        sums1,
        width);
  }

  /** Two sums over four rows: more would not fit into the registers of older processors. */
  private static void add(
      float[] row0,
      float[] row1,
      float[] row2,
      float[] row3,
      float w0,
      float w1,
      float w2,
      float w3,
      float v0,
      float v1,
      float v2,
      float v3,
      float[] sums0,
      float[] sums1,
      int width) {
    for (int column = 0; column < width; column++) {
      float a = row0[column];
      float b = row1[column];
      float c = row2[column];
      float d = row3[column];
      float sum0 = Math.fma(a, w0, sums0[column]);
      float sum1 = Math.fma(a, v0, sums1[column]);
      sum0 = Math.fma(b, w1, sum0);
      sum1 = Math.fma(b, v1, sum1);
      sum0 = Math.fma(c, w2, sum0);
      sum1 = Math.fma(c, v2, sum1);
      sums0[column] = Math.fma(d, w3, sum0);
      sums1[column] = Math.fma(d, v3, sum1);
    }
  }

  private void addOne(float[] row, float w, float v, int width) {
    float[] to0 = sums0;
    float[] to1 = sums1;
    for (int column = 0; column < width; column++) {
      to0[column] = Math.fma(row[column], w, to0[column]);
      to1[column] = Math.fma(row[column], v, to1[column]);
    }
  }

  private void makeRoom(int count, int width) {
    if (sums0.length < width) {
      sums0 = new float[width];
      sums1 = new float[width];
    }
    if (rows.length < count || rows[0].length < width) {
      rows = new float[count][width];
    }
  }
}
