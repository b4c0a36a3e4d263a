package io.fedics.fl.model.lstm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The same sums as {@link PlainLstmKernel} with vectors as wide as the processor's: one lane is one window. */
final class VectorLstmKernel implements LstmKernel {
  /** At most 16 lanes, so that a width of 16 is whole vectors. */
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > COLUMNS
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  private static final int LANES = SPECIES.length();

  /** Of {@link #products}, taken at once. */
  private static final int OUTPUTS = GROUP / 2;

  /**
   * What {@link #products} reads over and over, of as many windows as there are lanes, side by side: the processor fetches
   * it ahead, and the outputs stay nearest to it. Shape [rows, steps, lanes], and [steps, outputs, lanes].
   */
  private float[] inPanel = new float[0];

  private float[] outPanel = new float[0];

  @Override
  public int leastWidth() {
    return COLUMNS;
  }

  @Override
  public int mostSingle() {
    return 7;
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
    int groupSize = (inputRows + recurrentRows) * GROUP;
    for (int group = 0; group < groups; group++) {
      for (int column = 0; column < width; column += LANES) {
        multiplyGroup(
            weights,
            group * groupSize,
            start,
            group * GROUP * width + column,
            input,
            inputAt + column,
            inputRows,
            recurrent,
            column,
            recurrentRows,
            width,
            z);
      }
    }
  }

  /** Eight sums stay in registers while the rows of input pass by. */
  private static void multiplyGroup(
      float[] weights,
      int weightsAt,
      float[] start,
      int zAt,
      float[] input,
      int inputAt,
      int inputRows,
      float[] recurrent,
      int recurrentAt,
      int recurrentRows,
      int width,
      float[] z) {
    FloatVector z0 = FloatVector.fromArray(SPECIES, start, zAt);
    FloatVector z1 = FloatVector.fromArray(SPECIES, start, zAt + width);
    FloatVector z2 = FloatVector.fromArray(SPECIES, start, zAt + 2 * width);
    FloatVector z3 = FloatVector.fromArray(SPECIES, start, zAt + 3 * width);
    FloatVector z4 = FloatVector.fromArray(SPECIES, start, zAt + 4 * width);
    FloatVector z5 = FloatVector.fromArray(SPECIES, start, zAt + 5 * width);
    FloatVector z6 = FloatVector.fromArray(SPECIES, start, zAt + 6 * width);
    FloatVector z7 = FloatVector.fromArray(SPECIES, start, zAt + 7 * width);
    int w = weightsAt;
    int at = inputAt;
    for (int row = 0; row < inputRows; row++) {
      FloatVector in = FloatVector.fromArray(SPECIES, input, at);
      z0 = in.fma(FloatVector.broadcast(SPECIES, weights[w]), z0);
      z1 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 1]), z1);
      z2 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 2]), z2);
      z3 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 3]), z3);
      z4 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 4]), z4);
      z5 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 5]), z5);
      z6 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 6]), z6);
      z7 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 7]), z7);
      w += GROUP;
      at += width;
    }
    at = recurrentAt;
    for (int row = 0; row < recurrentRows; row++) {
      FloatVector in = FloatVector.fromArray(SPECIES, recurrent, at);
      z0 = in.fma(FloatVector.broadcast(SPECIES, weights[w]), z0);
      z1 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 1]), z1);
      z2 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 2]), z2);
      z3 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 3]), z3);
      z4 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 4]), z4);
      z5 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 5]), z5);
      z6 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 6]), z6);
      z7 = in.fma(FloatVector.broadcast(SPECIES, weights[w + 7]), z7);
      w += GROUP;
      at += width;
    }
    z0.intoArray(z, zAt);
    z1.intoArray(z, zAt + width);
    z2.intoArray(z, zAt + 2 * width);
    z3.intoArray(z, zAt + 3 * width);
    z4.intoArray(z, zAt + 4 * width);
    z5.intoArray(z, zAt + 5 * width);
    z6.intoArray(z, zAt + 6 * width);
    z7.intoArray(z, zAt + 7 * width);
  }

  /** Two loops with one tangent each: the compiler gives up on a longer one and puts its vectors on the heap. */
  @Override
  public void step(float[] z, int units, int width, float[] cells, float[] hidden) {
    tanh(z, LstmTensor.GATES * units * width);
    for (int unit = 0; unit < units; unit++) {
      int candidate = LstmTensor.GATES * unit * width;
      for (int column = 0; column < width; column += LANES) {
        cell(z, candidate + column, width, cells, hidden, unit * width + column);
      }
    }
  }

  private static void cell(
      float[] z, int candidate, int width, float[] cells, float[] hidden, int at) {
    FloatVector half = constant(0.5f);
    FloatVector forget = FloatVector.fromArray(SPECIES, z, candidate + width).fma(half, half);
    FloatVector output =
        FloatVector.fromArray(SPECIES, z, candidate + 2 * width).fma(half, half);
    FloatVector input = FloatVector.fromArray(SPECIES, z, candidate + 3 * width).fma(half, half);
    FloatVector added = FloatVector.fromArray(SPECIES, z, candidate).mul(input);
    FloatVector cell = forget.fma(FloatVector.fromArray(SPECIES, cells, at), added);
    cell.intoArray(cells, at);
    output.mul(tanh(cell)).intoArray(hidden, at);
  }

  @Override
  public void tanh(float[] values, int length) {
    for (int i = 0; i < length; i += LANES) {
      tanh(FloatVector.fromArray(SPECIES, values, i)).intoArray(values, i);
    }
  }

  @Override
  public void addSquares(float[] output, float[] input, int inputAt, int length, float[] squares) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector difference = FloatVector.fromArray(SPECIES, output, i)
          .sub(FloatVector.fromArray(SPECIES, input, inputAt + i));
      difference.fma(difference, FloatVector.fromArray(SPECIES, squares, i)).intoArray(squares, i);
    }
  }

  @Override
  public void add(float[] values, int length, float[] sums) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector.fromArray(SPECIES, sums, i)
          .add(FloatVector.fromArray(SPECIES, values, i))
          .intoArray(sums, i);
    }
  }

  /** Step by step as {@link Rational#tanh}. */
  private static FloatVector tanh(FloatVector value) {
    FloatVector x = value.min(Rational.CUT).max(-Rational.CUT);
    FloatVector s = x.mul(x);
    FloatVector p = constant(Rational.P3)
        .fma(s, constant(Rational.P2))
        .fma(s, constant(Rational.P1))
        .fma(s, constant(Rational.P0))
        .mul(x);
    FloatVector q = constant(Rational.Q4)
        .fma(s, constant(Rational.Q3))
        .fma(s, constant(Rational.Q2))
        .fma(s, constant(Rational.Q1))
        .fma(s, constant(Rational.Q0));
    return p.div(q);
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(SPECIES, value);
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
    for (int unit = 0; unit < units; unit++) {
      int first = LstmTensor.GATES * unit * width;
      for (int column = 0; column < width; column += LANES) {
        int at = unit * width + column;
        backCell(
            gates,
            gatesAt + first + column,
            FloatVector.fromArray(SPECIES, before, beforeAt + at),
            FloatVector.fromArray(SPECIES, tangents, at),
            FloatVector.fromArray(SPECIES, hidden, at),
            cells,
            at,
            width,
            z,
            first + column);
      }
    }
  }

  private static void backCell(
      float[] gates,
      int from,
      FloatVector before,
      FloatVector tangent,
      FloatVector hidden,
      float[] cells,
      int at,
      int width,
      float[] z,
      int to) {
    FloatVector half = constant(0.5f);
    FloatVector one = constant(1);
    FloatVector candidate = FloatVector.fromArray(SPECIES, gates, from);
    FloatVector forget = FloatVector.fromArray(SPECIES, gates, from + width).fma(half, half);
    FloatVector output = FloatVector.fromArray(SPECIES, gates, from + 2 * width).fma(half, half);
    FloatVector input = FloatVector.fromArray(SPECIES, gates, from + 3 * width).fma(half, half);
    FloatVector byCell = hidden
        .mul(output)
        .fma(tangent.neg().fma(tangent, one), FloatVector.fromArray(SPECIES, cells, at));
    byCell.mul(input).mul(candidate.neg().fma(candidate, one)).intoArray(z, to);
    byCell.mul(before).mul(forget.mul(one.sub(forget))).intoArray(z, to + width);
    hidden.mul(tangent).mul(output.mul(one.sub(output))).intoArray(z, to + 2 * width);
    byCell.mul(candidate).mul(input.mul(one.sub(input))).intoArray(z, to + 3 * width);
    byCell.mul(forget).intoArray(cells, at);
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
    makeRoom(steps, rows);
    for (int column = 0; column < width; column += LANES) {
      for (int row = 0; row < rows; row++) {
        gather(in, inAt + row * width + column, inStep, steps, inPanel, row * steps * LANES, LANES);
      }
      for (int output = 0; output < outputs; output += OUTPUTS) {
        for (int o = 0; o < OUTPUTS; o++) {
          int from = (output + o) * width + column;
          gather(out, from, outputs * width, steps, outPanel, o * LANES, OUTPUTS * LANES);
        }
        productsOfPanel(
            steps, rows, products, productsAt + output * width + column, width, outputs * width);
      }
    }
  }

  private void makeRoom(int steps, int rows) {
    if (outPanel.length < steps * OUTPUTS * LANES) {
      outPanel = new float[steps * OUTPUTS * LANES];
    }
    if (inPanel.length < rows * steps * LANES) {
      inPanel = new float[rows * steps * LANES];
    }
  }

  private static void gather(
      float[] from, int at, int step, int steps, float[] to, int toAt, int toStep) {
    for (int i = 0; i < steps; i++) {
      FloatVector.fromArray(SPECIES, from, at + i * step).intoArray(to, toAt + i * toStep);
    }
  }

  private void productsOfPanel(
      int steps, int rows, float[] products, int to, int width, int rowStep) {
    int row = 0;
    for (; row + 2 <= rows; row += 2) {
      productsOfPair(
          steps,
          inPanel,
          row * steps * LANES,
          outPanel,
          products,
          to + row * rowStep,
          width,
          rowStep);
    }
    if (row < rows) {
      productsOfRow(
          steps, inPanel, row * steps * LANES, outPanel, products, to + row * rowStep, width);
    }
  }

  /** Two rows by four outputs: six loads for eight products. */
  private static void productsOfPair(
      int steps,
      float[] in,
      int inAt,
      float[] out,
      float[] products,
      int to,
      int width,
      int rowStep) {
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    FloatVector next0 = FloatVector.zero(SPECIES);
    FloatVector next1 = FloatVector.zero(SPECIES);
    FloatVector next2 = FloatVector.zero(SPECIES);
    FloatVector next3 = FloatVector.zero(SPECIES);
    int at = 0;
    int second = inAt + steps * LANES;
    for (int from = 0; from < steps * LANES; from += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, in, inAt + from);
      FloatVector next = FloatVector.fromArray(SPECIES, in, second + from);
      FloatVector out0 = FloatVector.fromArray(SPECIES, out, at);
      FloatVector out1 = FloatVector.fromArray(SPECIES, out, at + LANES);
      FloatVector out2 = FloatVector.fromArray(SPECIES, out, at + 2 * LANES);
      FloatVector out3 = FloatVector.fromArray(SPECIES, out, at + 3 * LANES);
      sum0 = value.fma(out0, sum0);
      sum1 = value.fma(out1, sum1);
      sum2 = value.fma(out2, sum2);
      sum3 = value.fma(out3, sum3);
      next0 = next.fma(out0, next0);
      next1 = next.fma(out1, next1);
      next2 = next.fma(out2, next2);
      next3 = next.fma(out3, next3);
      at += OUTPUTS * LANES;
    }
    sum0.intoArray(products, to);
    sum1.intoArray(products, to + width);
    sum2.intoArray(products, to + 2 * width);
    sum3.intoArray(products, to + 3 * width);
    next0.intoArray(products, to + rowStep);
    next1.intoArray(products, to + rowStep + width);
    next2.intoArray(products, to + rowStep + 2 * width);
    next3.intoArray(products, to + rowStep + 3 * width);
  }

  private static void productsOfRow(
      int steps, float[] in, int inAt, float[] out, float[] products, int to, int width) {
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    int at = 0;
    for (int from = inAt; from < inAt + steps * LANES; from += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, in, from);
      sum0 = value.fma(FloatVector.fromArray(SPECIES, out, at), sum0);
      sum1 = value.fma(FloatVector.fromArray(SPECIES, out, at + LANES), sum1);
      sum2 = value.fma(FloatVector.fromArray(SPECIES, out, at + 2 * LANES), sum2);
      sum3 = value.fma(FloatVector.fromArray(SPECIES, out, at + 3 * LANES), sum3);
      at += OUTPUTS * LANES;
    }
    sum0.intoArray(products, to);
    sum1.intoArray(products, to + width);
    sum2.intoArray(products, to + 2 * width);
    sum3.intoArray(products, to + 3 * width);
  }
}
