package io.fedics.fl.model.lstm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Weights of an {@link LstmAutoencoder}, in the order in which they lie in one vector. Each is row-major, shape {@code [rows,
 * columns]}, a row for each input and a column for each output; a bias has one row. The columns of the LSTM layers are four
 * blocks of one column a hidden unit: candidate, forget gate, output gate, input gate.
 */
public enum LstmTensor {
  ENCODER_INPUT,
  ENCODER_RECURRENT,
  ENCODER_BIAS,
  NARROW_WEIGHTS,
  NARROW_BIAS,
  DECODER_INPUT,
  DECODER_RECURRENT,
  DECODER_BIAS,
  OUTPUT_WEIGHTS,
  OUTPUT_BIAS;

  static final int GATES = 4;

  /** As it is called in a bundle: {@code encoder_input}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public int rows(LstmShape shape) {
    return switch (this) {
      case ENCODER_INPUT -> shape.features();
      case ENCODER_RECURRENT, DECODER_RECURRENT, NARROW_WEIGHTS, OUTPUT_WEIGHTS -> shape.hidden();
      case DECODER_INPUT -> shape.bottleneck();
      case ENCODER_BIAS, NARROW_BIAS, DECODER_BIAS, OUTPUT_BIAS -> 1;
    };
  }

  public int columns(LstmShape shape) {
    return switch (this) {
      case ENCODER_INPUT, ENCODER_RECURRENT, ENCODER_BIAS -> shape.gates();
      case DECODER_INPUT, DECODER_RECURRENT, DECODER_BIAS -> shape.gates();
      case NARROW_WEIGHTS, NARROW_BIAS -> shape.bottleneck();
      case OUTPUT_WEIGHTS, OUTPUT_BIAS -> shape.features();
    };
  }

  /** Whether the columns are four blocks, one for each gate. */
  boolean hasGates() {
    return switch (this) {
      case ENCODER_INPUT, ENCODER_RECURRENT, ENCODER_BIAS -> true;
      case DECODER_INPUT, DECODER_RECURRENT, DECODER_BIAS -> true;
      case NARROW_WEIGHTS, NARROW_BIAS, OUTPUT_WEIGHTS, OUTPUT_BIAS -> false;
    };
  }

  public int size(LstmShape shape) {
    return rows(shape) * columns(shape);
  }

  /** Where it begins in the vector of all. */
  public int offset(LstmShape shape) {
    int offset = 0;
    for (LstmTensor before : values()) {
      if (before == this) {
        return offset;
      }
      offset += before.size(shape);
    }
    throw new IllegalStateException("a tensor that is none of its enum");
  }

  /** Of all tensors in order, as they go over the wire: a matrix {@code [rows, columns]}, a bias {@code [columns]}. */
  public static List<List<Integer>> shapes(LstmShape shape) {
    return Arrays.stream(values())
        .map(tensor -> tensor.isBias()
            ? List.of(tensor.columns(shape))
            : List.of(tensor.rows(shape), tensor.columns(shape)))
        .toList();
  }

  private boolean isBias() {
    return switch (this) {
      case ENCODER_BIAS, NARROW_BIAS, DECODER_BIAS, OUTPUT_BIAS -> true;
      case ENCODER_INPUT, ENCODER_RECURRENT, DECODER_INPUT, DECODER_RECURRENT -> false;
      case NARROW_WEIGHTS, OUTPUT_WEIGHTS -> false;
    };
  }

  /** Weights of all tensors together. */
  public static int parameters(LstmShape shape) {
    return OUTPUT_BIAS.offset(shape) + OUTPUT_BIAS.size(shape);
  }
}
