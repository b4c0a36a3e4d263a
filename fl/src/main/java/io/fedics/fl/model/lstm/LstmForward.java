package io.fedics.fl.model.lstm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The layers of an {@link LstmAutoencoder}, and how a block of windows passes through them. Safe for threads. */
final class LstmForward {
  private final LstmShape shape;
  private final LstmMatrix encoder;
  private final float[] encoderBias;
  private final LstmMatrix narrow;
  private final float[] narrowBias;
  private final LstmMatrix decoderInput;
  private final LstmMatrix decoderRecurrent;
  private final float[] decoderBias;
  private final LstmMatrix output;
  private final float[] outputBias;

  LstmForward(LstmWeights weights) {
    this.shape = weights.shape();
    var layout = new LstmLayout(weights);
    this.encoderBias = layout.gateBias(LstmTensor.ENCODER_BIAS);
    this.encoder = LstmMatrix.of(layout.encoder(), encoderBias.length);
    this.narrowBias = layout.bias(LstmTensor.NARROW_BIAS);
    this.narrow = LstmMatrix.of(layout.dense(LstmTensor.NARROW_WEIGHTS), narrowBias.length);
    this.decoderBias = layout.gateBias(LstmTensor.DECODER_BIAS);
    this.decoderInput = LstmMatrix.of(layout.decoderInput(), decoderBias.length);
    this.decoderRecurrent = LstmMatrix.of(layout.decoderRecurrent(), decoderBias.length);
    this.outputBias = layout.bias(LstmTensor.OUTPUT_BIAS);
    this.output = LstmMatrix.of(layout.dense(LstmTensor.OUTPUT_WEIGHTS), outputBias.length);
  }

  /**
   * Reads the room's input, leaves its squares, summed over the steps, and its sums of the last outputs.
   *
   * @param width of the block: 1, or one that the room's kernel can
   * @param shownFrom first step whose outputs are summed
   * @param outputs receives the normalised outputs when there, shape {@code [steps, features, width]}
   */
  void run(LstmScores room, int width, int shownFrom, float @Nullable [] outputs) {
    encode(room, width);
    decode(room, width, shownFrom, outputs);
  }

  private void encode(LstmScores room, int width) {
    int units = LstmLayout.units(shape);
    int stepSize = shape.features() * width;
    reset(room);
    spread(encoderBias, width, room.start);
    for (int step = 0; step < shape.steps(); step++) {
      room.multiply(
          encoder,
          room.start,
          room.input,
          step * stepSize,
          shape.features(),
          room.hidden,
          units,
          width,
          room.z);
      room.kernel(width).step(room.z, units, width, room.cells, room.hidden);
    }
    spread(narrowBias, width, room.start);
    dense(narrow, room, room.start, room.hidden, units, width, room.narrow);
    room.kernel(width).tanh(room.narrow, narrowBias.length * width);
  }

  private void decode(LstmScores room, int width, int shownFrom, float @Nullable [] outputs) {
    int units = LstmLayout.units(shape);
    int stepSize = shape.features() * width;
    // the narrow layer is the same at every step, so its part of the sums is computed once
    spread(decoderBias, width, room.z);
    dense(decoderInput, room, room.z, room.narrow, narrowBias.length, width, room.start);
    reset(room);
    Arrays.fill(room.squares, 0);
    Arrays.fill(room.outputSums, 0);
    for (int step = 0; step < shape.steps(); step++) {
      dense(decoderRecurrent, room, room.start, room.hidden, units, width, room.z);
      room.kernel(width).step(room.z, units, width, room.cells, room.hidden);
      spread(outputBias, width, room.z);
      dense(output, room, room.z, room.hidden, units, width, room.output);
      room.kernel(width)
          .addSquares(room.output, room.input, step * stepSize, stepSize, room.squares);
      if (outputs != null) {
        System.arraycopy(room.output, 0, outputs, step * stepSize, stepSize);
      }
      if (step >= shownFrom) {
        room.kernel(width).add(room.output, stepSize, room.outputSums);
      }
    }
  }

  private static void dense(
      LstmMatrix weights,
      LstmScores room,
      float[] start,
      float[] in,
      int rows,
      int width,
      float[] out) {
    room.multiply(weights, start, in, 0, rows, in, 0, width, out);
  }

  private static void reset(LstmScores room) {
    Arrays.fill(room.hidden, 0);
    Arrays.fill(room.cells, 0);
  }

  private static void spread(float[] bias, int width, float[] start) {
    for (int row = 0; row < bias.length; row++) {
      Arrays.fill(start, row * width, (row + 1) * width, bias[row]);
    }
  }
}
