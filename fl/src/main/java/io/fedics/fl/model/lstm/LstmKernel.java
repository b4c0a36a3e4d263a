package io.fedics.fl.model.lstm;

/**
 * Arithmetic of an {@link LstmAutoencoder} over a block of windows. Arrays are row-major, <b>a column is a window</b>: columns
 * never meet, so a window's numbers depend neither on its neighbours nor on how many columns are computed at once.
 *
 * <p>Every implementation rounds alike: products are added with one rounding (fused), from the first row to the last; so all
 * give the same bits.
 *
 * <p>Not safe for threads.
 */
sealed interface LstmKernel permits PlainLstmKernel, VectorLstmKernel {
  /** Rows of weights that are multiplied at once; weights are laid out in such groups. */
  int GROUP = 8;

  /** Widths are multiples of this. */
  int COLUMNS = 16;

  /** Fewest columns that are worth computing: a smaller block takes as long, or longer. */
  int leastWidth();

  /** Most windows that {@link NarrowProduct} has sooner, one by one; by {@code LstmScoreBenchmark}. */
  int mostSingle();

  /**
   * {@code z = start + weights * (input, recurrent)}.
   *
   * @param weights shape {@code [groups, inputRows + recurrentRows, 8]}: of each group of eight outputs the weights of the
   *     first input row, then those of the second …
   * @param start shape {@code [8 groups, width]}
   * @param input shape {@code [inputRows, width]}, beginning at {@code inputAt}
   * @param recurrent shape {@code [recurrentRows, width]}
   * @param z receives shape {@code [8 groups, width]}
   */
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
      float[] z);

  /**
   * One step of LSTM cells: {@code c = f c + i g}, {@code h = o tanh(c)}.
   *
   * @param z shape {@code [units, 4, width]}: candidate, forget, output and input gate before their activations, the gates
   *     already halved (see {@link Rational}); holds their tangents afterwards
   * @param cells shape {@code [units, width]}, read and written
   * @param hidden shape {@code [units, width]}, written
   */
  void step(float[] z, int units, int width, float[] cells, float[] hidden);

  /** Replaces the first {@code length} values, a multiple of 16, by their hyperbolic tangent. */
  void tanh(float[] values, int length);

  /**
   * Adds squared differences: {@code squares += (output - input)^2}.
   *
   * @param length a multiple of 16
   */
  void addSquares(float[] output, float[] input, int inputAt, int length, float[] squares);

  /**
   * {@code sums += values}.
   *
   * @param length a multiple of 16
   */
  void add(float[] values, int length, float[] sums);

  /**
   * Back through one step of LSTM cells. Of each unit the change of the loss by its four sums is found from that by its
   * hidden and cell state.
   *
   * @param gates shape {@code [units, 4, width]}, beginning at {@code gatesAt}: what {@link #step} left in {@code z}
   * @param before cell states before the step, shape {@code [units, width]}, beginning at {@code beforeAt}
   * @param tangents of the cell states after the step, shape {@code [units, width]}
   * @param hidden change by the hidden states, shape {@code [units, width]}
   * @param cells change by the cell states after the step, all later steps together; replaced by that before the step
   * @param z receives the change by the sums, not halved, shape {@code [units, 4, width]}
   */
  void backStep(
      float[] gates,
      int gatesAt,
      float[] before,
      int beforeAt,
      float[] tangents,
      float[] hidden,
      float[] cells,
      int units,
      int width,
      float[] z);

  /**
   * Sums of products over steps, column by column: {@code products[row, output] = sum over steps of in[step, row] *
   * out[step, output]}.
   *
   * @param in shape {@code [steps, rows, width]}, beginning at {@code inAt}, {@code inStep} values a step
   * @param out shape {@code [steps, outputs, width]}; {@code outputs} a multiple of 8
   * @param products receives shape {@code [rows, outputs, width]}, beginning at {@code productsAt}
   */
  void products(
      int steps,
      float[] in,
      int inAt,
      int inStep,
      int rows,
      float[] out,
      int outputs,
      int width,
      float[] products,
      int productsAt);
}
