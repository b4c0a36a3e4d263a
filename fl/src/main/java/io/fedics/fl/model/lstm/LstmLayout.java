package io.fedics.fl.model.lstm;

/**
 * Weights as {@link LstmKernel} reads them: groups of eight outputs; the rows of LSTM layers ordered by hidden unit, its
 * candidate, forget, output and input gate next to each other; what is before a logistic function halved, which is exact.
 * Outputs and units are padded with zeros, which add nothing.
 */
final class LstmLayout {
  private static final int CANDIDATE = 0;

  private final LstmWeights weights;
  private final LstmShape shape;

  LstmLayout(LstmWeights weights) {
    this.weights = weights;
    this.shape = weights.shape();
  }

  static int padded(int rows) {
    return (rows + LstmKernel.GROUP - 1) / LstmKernel.GROUP * LstmKernel.GROUP;
  }

  /** Hidden units with padding: a group is the gates of two. */
  static int units(LstmShape shape) {
    return padded(shape.gates()) / LstmTensor.GATES;
  }

  float[] encoder() {
    int units = units(shape);
    float[] packed = new float[padded(shape.gates()) * (shape.features() + units)];
    gates(LstmTensor.ENCODER_INPUT, packed, shape.features() + units, 0);
    gates(LstmTensor.ENCODER_RECURRENT, packed, shape.features() + units, shape.features());
    return packed;
  }

  float[] decoderInput() {
    int rows = padded(shape.bottleneck());
    float[] packed = new float[padded(shape.gates()) * rows];
    gates(LstmTensor.DECODER_INPUT, packed, rows, 0);
    return packed;
  }

  float[] decoderRecurrent() {
    float[] packed = new float[padded(shape.gates()) * units(shape)];
    gates(LstmTensor.DECODER_RECURRENT, packed, units(shape), 0);
    return packed;
  }

  float[] dense(LstmTensor tensor) {
    int outputs = tensor.columns(shape);
    float[] from = weights.tensor(tensor);
    float[] packed = new float[padded(outputs) * units(shape)];
    for (int row = 0; row < tensor.rows(shape); row++) {
      for (int output = 0; output < outputs; output++) {
        packed[at(output, units(shape), row)] = from[row * outputs + output];
      }
    }
    return packed;
  }

  /**
   * For the way back, not halved: from what changes by the outputs to what changes by the hidden state.
   *
   * @param behind layer that reads the hidden state at the same step; its rows come first
   * @param recurrent layer that reads it at the next
   */
  float[] backward(LstmTensor behind, LstmTensor recurrent) {
    int outputs = padded(behind.columns(shape));
    int rows = outputs + padded(shape.gates());
    float[] packed = new float[padded(shape.hidden()) * rows];
    turned(behind, packed, rows);
    turnedGates(recurrent, packed, rows, outputs);
    return packed;
  }

  float[] backwardDecoderInput() {
    float[] packed = new float[padded(shape.bottleneck()) * padded(shape.gates())];
    turnedGates(LstmTensor.DECODER_INPUT, packed, padded(shape.gates()), 0);
    return packed;
  }

  private void turned(LstmTensor tensor, float[] packed, int rows) {
    float[] from = weights.tensor(tensor);
    int columns = tensor.columns(shape);
    for (int i = 0; i < from.length; i++) {
      packed[at(i / columns, rows, i % columns)] = from[i];
    }
  }

  private void turnedGates(LstmTensor tensor, float[] packed, int rows, int first) {
    float[] from = weights.tensor(tensor);
    for (int row = 0; row < tensor.rows(shape); row++) {
      for (int column = 0; column < shape.gates(); column++) {
        packed[at(row, rows, first + gateRow(shape, column))] = from[row * shape.gates() + column];
      }
    }
  }

  /** Where a column of a tensor with gates stands among the rows of the kernel. */
  static int gateRow(LstmShape shape, int column) {
    return column % shape.hidden() * LstmTensor.GATES + column / shape.hidden();
  }

  /** Padded to whole groups. */
  float[] bias(LstmTensor tensor) {
    float[] packed = new float[padded(tensor.columns(shape))];
    float[] from = weights.tensor(tensor);
    System.arraycopy(from, 0, packed, 0, from.length);
    return packed;
  }

  float[] gateBias(LstmTensor tensor) {
    float[] packed = new float[padded(shape.gates())];
    gates(tensor, packed, 1, 0);
    return packed;
  }

  private void gates(LstmTensor tensor, float[] packed, int rowsOfAll, int firstRow) {
    float[] from = weights.tensor(tensor);
    for (int row = 0; row < tensor.rows(shape); row++) {
      for (int gate = 0; gate < LstmTensor.GATES; gate++) {
        float factor = gate == CANDIDATE ? 1 : 0.5f;
        for (int unit = 0; unit < shape.hidden(); unit++) {
          packed[at(unit * LstmTensor.GATES + gate, rowsOfAll, firstRow + row)] =
              factor * from[row * shape.gates() + gate * shape.hidden() + unit];
        }
      }
    }
  }

  static int at(int output, int rows, int row) {
    return (output / LstmKernel.GROUP * rows + row) * LstmKernel.GROUP + output % LstmKernel.GROUP;
  }
}
