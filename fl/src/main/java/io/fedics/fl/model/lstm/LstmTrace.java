package io.fedics.fl.model.lstm;

import java.util.Arrays;

/** One LSTM layer over the steps of a block of windows, with what the way back needs. */
final class LstmTrace {
  private final LstmKernel kernel;
  private final int steps;
  private final int width;
  private final int units;
  private final int gateRows;
  private int step;
  /** What the activations gave, shape [steps, gate rows, width]. */
  private final float[] gates;
  /** Shape [steps + 1, units, width]; the first is zero. */
  private final float[] allCells;

  private final float[] allHidden;
  /** Change of the error by the sums of the gates, shape [steps, gate rows, width]. */
  private final float[] back;

  private final float[] sumOfBack;
  private final float[] z;
  private final float[] cells;
  private final float[] hidden;
  private final float[] tangents;
  private final float[] byHidden;
  private final float[] byCells;

  LstmTrace(LstmShape shape, LstmKernel kernel, int width) {
    this.kernel = kernel;
    this.steps = shape.steps();
    this.width = width;
    this.units = LstmLayout.units(shape);
    this.gateRows = LstmLayout.padded(shape.gates());
    this.gates = new float[steps * gateRows * width];
    this.allCells = new float[(steps + 1) * units * width];
    this.allHidden = new float[(steps + 1) * units * width];
    this.back = new float[steps * gateRows * width];
    this.sumOfBack = new float[gateRows * width];
    this.z = new float[gateRows * width];
    this.cells = new float[units * width];
    this.hidden = new float[units * width];
    this.tangents = new float[units * width];
    this.byHidden = new float[LstmLayout.padded(shape.hidden()) * width];
    this.byCells = new float[units * width];
  }

  void begin() {
    step = 0;
    Arrays.fill(cells, 0);
    Arrays.fill(hidden, 0);
  }

  /** One step more. */
  void forward(float[] weights, float[] start, float[] input, int inputAt, int inputRows) {
    kernel.multiply(
        weights,
        gateRows / LstmKernel.GROUP,
        start,
        input,
        inputAt,
        inputRows,
        hidden,
        units,
        width,
        z);
    kernel.step(z, units, width, cells, hidden);
    System.arraycopy(z, 0, gates, step * z.length, z.length);
    step++;
    System.arraycopy(cells, 0, allCells, step * cells.length, cells.length);
    System.arraycopy(hidden, 0, allHidden, step * hidden.length, hidden.length);
  }

  /** Hidden states after the last step there was. */
  float[] hidden() {
    return hidden;
  }

  /** Hidden states, shape [steps + 1, units, width], the first zero. */
  float[] states() {
    return allHidden;
  }

  void beginBack() {
    Arrays.fill(byCells, 0);
    Arrays.fill(z, 0);
    Arrays.fill(sumOfBack, 0);
  }

  /**
   * From the last step to the first.
   *
   * @param weights see {@link LstmLayout#backward}
   * @param behind change by the outputs of the layer that reads the hidden states of this step, {@code rows} of them
   */
  void back(int at, float[] weights, float[] zeros, float[] behind, int behindAt, int rows) {
    kernel.multiply(
        weights,
        byHidden.length / width / LstmKernel.GROUP,
        zeros,
        behind,
        behindAt,
        rows,
        z,
        gateRows,
        width,
        byHidden);
    System.arraycopy(allCells, (at + 1) * cells.length, tangents, 0, tangents.length);
    kernel.tanh(tangents, tangents.length);
    kernel.backStep(
        gates,
        at * z.length,
        allCells,
        at * cells.length,
        tangents,
        byHidden,
        byCells,
        units,
        width,
        z);
    System.arraycopy(z, 0, back, at * z.length, z.length);
    kernel.add(z, z.length, sumOfBack);
  }

  float[] back() {
    return back;
  }

  /** Over the steps. */
  float[] sumOfBack() {
    return sumOfBack;
  }
}
