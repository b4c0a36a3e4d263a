package io.fedics.fl.model.lstm;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Gradients of an LSTM autoencoder's error, found window by window, so that each can be cut to a norm before they are summed
 * (Abadi et al. 2016, arXiv:1607.00133). The error of a window is the mean of its squared differences over steps and features,
 * as {@link LstmAutoencoder} has it; back-propagation goes through all steps. Sums run in a fixed order: the same windows
 * give the same bits on every processor.
 *
 * <p>Not thread-safe: one for each thread. It adds no noise: a sum of cut gradients alone protects nobody.
 */
public final class LstmGradients {
  /** Windows computed side by side. */
  private static final int WIDTH = 4 * LstmKernel.COLUMNS;

  private final LstmShape shape;
  private final LstmKernel kernel;
  private final int units;
  private final int gateRows;
  private final LstmTrace encoder;
  private final LstmTrace decoder;
  private final float[] input;
  private final float[] narrow;
  private final float[] output;
  /** Change of the error by the output, shape [steps, padded features, width]. */
  private final float[] byOutput;

  private final float[] byNarrow;
  private final float[] start;
  private final float[] zeros;
  private final float[] ones = new float[WIDTH];
  private final float[] products;
  private final double[] errors = new double[WIDTH];
  private final double[] factors = new double[WIDTH];

  private LstmGradients(LstmShape shape, LstmKernel kernel) {
    this.shape = shape;
    this.kernel = kernel;
    this.units = LstmLayout.units(shape);
    this.gateRows = LstmLayout.padded(shape.gates());
    this.encoder = new LstmTrace(shape, kernel, WIDTH);
    this.decoder = new LstmTrace(shape, kernel, WIDTH);
    int outputs = LstmLayout.padded(shape.features());
    int narrowRows = LstmLayout.padded(shape.bottleneck());
    this.input = new float[shape.windowValues() * WIDTH];
    this.narrow = new float[narrowRows * WIDTH];
    this.output = new float[outputs * WIDTH];
    this.byOutput = new float[shape.steps() * outputs * WIDTH];
    this.byNarrow = new float[narrowRows * WIDTH];
    int widest = Math.max(gateRows, Math.max(outputs, narrowRows));
    this.start = new float[widest * WIDTH];
    this.zeros = new float[widest * WIDTH];
    Arrays.fill(ones, 1);
    int all = 0;
    for (LstmTensor tensor : LstmTensor.values()) {
      all += productsOf(tensor);
    }
    this.products = new float[all];
  }

  /** Takes gradients window by window: asked once a window, then given each number of its gradient. */
  public interface Sink {
    /**
     * @param norm L2 norm of a window's gradient over all weights; may be NaN or infinite
     * @return by what its numbers are to be multiplied
     */
    double factor(double norm);

    /**
     * @param weight its place in the order of {@link LstmTensor}
     * @param value of one window's gradient, multiplied
     */
    void add(int weight, double value);
  }

  /** Room for gradients of this shape, some fifteen megabytes. */
  public static LstmGradients of(LstmShape shape) {
    return new LstmGradients(shape, LstmKernels.best());
  }

  static LstmGradients with(LstmShape shape, LstmKernel kernel) {
    return new LstmGradients(shape, kernel);
  }

  /**
   * Adds the windows' gradients, each scaled by {@code min(1, clip / its L2 norm)}.
   *
   * @param windows <b>normalised</b> values, shape [at least count, steps, features], finite
   * @param count windows to take
   * @param clip largest L2 norm of one window's gradient, positive; infinite for none
   * @param sums added to, one a weight, in the order of {@link LstmTensor}
   * @return sum of the windows' errors, before any noise: not for others' eyes where privacy counts
   * @throws IllegalArgumentException when sizes do not fit, {@code clip} is not positive, or a gradient is not finite
   */
  public double add(LstmWeights weights, float[] windows, int count, double clip, double[] sums) {
    if (sums.length != LstmTensor.parameters(shape) || !(clip > 0)) {
      throw new IllegalArgumentException("gradients: clip %s, %d sums (expected: positive, %d sums)"
          .formatted(clip, sums.length, LstmTensor.parameters(shape)));
    }
    return each(weights, windows, count, columns -> addCut(columns, clip, sums));
  }

  /**
   * Gives the windows' gradients to a sink, for sums that get noise.
   *
   * @param windows <b>normalised</b> values, shape [at least count, steps, features], finite
   * @param count windows to take
   * @return sum of the windows' errors, not for others' eyes where privacy counts
   * @throws IllegalArgumentException when sizes do not fit, or whatever the sink throws for a norm
   */
  public double add(LstmWeights weights, float[] windows, int count, Sink sink) {
    return each(weights, windows, count, columns -> give(columns, sink));
  }

  /** Computes gradients of so many columns at a time; a block returns the sum of their errors. */
  private double each(LstmWeights weights, float[] windows, int count, IntToDoubleFunction block) {
    if (!weights.shape().equals(shape)
        || count < 0
        || (long) count * shape.windowValues() > windows.length) {
      throw new IllegalArgumentException(
          "gradients: weights of %s, %d values for %d windows (expected: %s)"
              .formatted(weights.shape(), windows.length, count, shape));
    }
    var packed = new Packed(new LstmLayout(weights));
    double error = 0;
    for (int first = 0; first < count; first += WIDTH) {
      int columns = Math.min(WIDTH, count - first);
      turn(windows, first, columns);
      forward(packed);
      backward(packed);
      multiplyAll();
      error += block.applyAsDouble(columns);
    }
    return error;
  }

  /** Windows become columns; columns without a window are zero and left out at the end. */
  private void turn(float[] windows, int first, int columns) {
    int values = shape.windowValues();
    Arrays.fill(input, 0);
    for (int column = 0; column < columns; column++) {
      for (int i = 0; i < values; i++) {
        input[i * WIDTH + column] = windows[(first + column) * values + i];
      }
    }
  }

  private void forward(Packed packed) {
    spread(packed.encoderBias, start);
    encoder.begin();
    int stepSize = shape.features() * WIDTH;
    for (int step = 0; step < shape.steps(); step++) {
      encoder.forward(packed.encoder, start, input, step * stepSize, shape.features());
    }
    spread(packed.narrowBias, start);
    dense(packed.narrow, packed.narrowBias.length, encoder.hidden(), units, start, narrow);
    kernel.tanh(narrow, narrow.length);
    float[] bias = new float[gateRows * WIDTH];
    spread(packed.decoderBias, bias);
    dense(packed.decoderInput, gateRows, narrow, narrow.length / WIDTH, bias, start);
    decoder.begin();
    Arrays.fill(errors, 0);
    float[] outputStart = new float[output.length];
    spread(packed.outputBias, outputStart);
    for (int step = 0; step < shape.steps(); step++) {
      decoder.forward(packed.decoder, start, input, 0, 0);
      dense(packed.output, output.length / WIDTH, decoder.hidden(), units, outputStart, output);
      compare(step, stepSize);
    }
  }

  private void compare(int step, int stepSize) {
    float factor = 2f / shape.windowValues();
    int to = step * output.length;
    for (int row = 0; row < stepSize; row += WIDTH) {
      for (int column = 0; column < WIDTH; column++) {
        int i = row + column;
        float difference = output[i] - input[step * stepSize + i];
        errors[column] += (double) difference * difference;
        byOutput[to + i] = factor * difference;
      }
    }
  }

  private void backward(Packed packed) {
    int outputs = output.length / WIDTH;
    decoder.beginBack();
    for (int step = shape.steps() - 1; step >= 0; step--) {
      decoder.back(step, packed.backDecoder, zeros, byOutput, step * output.length, outputs);
    }
    dense(
        packed.backDecoderInput,
        byNarrow.length / WIDTH,
        decoder.sumOfBack(),
        gateRows,
        zeros,
        byNarrow);
    for (int i = 0; i < byNarrow.length; i++) {
      byNarrow[i] *= 1 - narrow[i] * narrow[i];
    }
    encoder.beginBack();
    int last = shape.steps() - 1;
    for (int step = last; step >= 0; step--) {
      // only the last hidden state goes on to the narrow layer
      encoder.back(
          step,
          packed.backEncoder,
          zeros,
          step == last ? byNarrow : zeros,
          0,
          byNarrow.length / WIDTH);
    }
  }

  private void multiplyAll() {
    int steps = shape.steps();
    int hiddenSize = units * WIDTH;
    int features = shape.features();
    int h = shape.hidden();
    int at = 0;
    at = products(steps, input, 0, features * WIDTH, features, encoder.back(), gateRows, at);
    at = products(steps, encoder.states(), 0, hiddenSize, h, encoder.back(), gateRows, at);
    at = products(steps, ones, 0, 0, 1, encoder.back(), gateRows, at);
    int narrowRows = byNarrow.length / WIDTH;
    at = products(1, encoder.states(), steps * hiddenSize, 0, h, byNarrow, narrowRows, at);
    at = products(1, ones, 0, 0, 1, byNarrow, narrowRows, at);
    at = products(1, narrow, 0, 0, shape.bottleneck(), decoder.sumOfBack(), gateRows, at);
    at = products(steps, decoder.states(), 0, hiddenSize, h, decoder.back(), gateRows, at);
    at = products(1, ones, 0, 0, 1, decoder.sumOfBack(), gateRows, at);
    int outputs = output.length / WIDTH;
    at = products(steps, decoder.states(), hiddenSize, hiddenSize, h, byOutput, outputs, at);
    products(steps, ones, 0, 0, 1, byOutput, outputs, at);
  }

  private int products(
      int steps, float[] in, int inAt, int inStep, int rows, float[] out, int outputs, int at) {
    kernel.products(steps, in, inAt, inStep, rows, out, outputs, WIDTH, products, at);
    return at + rows * outputs * WIDTH;
  }

  private int productsOf(LstmTensor tensor) {
    return tensor.rows(shape) * LstmLayout.padded(tensor.columns(shape)) * WIDTH;
  }

  private double addCut(int columns, double clip, double[] sums) {
    double[] norms = norms();
    for (int column = 0; column < columns; column++) {
      double norm = norms[column];
      if (!Double.isFinite(norm)) {
        throw new IllegalArgumentException(
            "gradients: a window's norm is %s (expected: finite values and weights)"
                .formatted(norm));
      }
      factors[column] = norm > clip ? clip / norm : 1;
    }
    eachWeight((weight, from) -> sums[weight] += weighted(from, columns));
    return errorOf(columns);
  }

  private double give(int columns, Sink sink) {
    double[] norms = norms();
    for (int column = 0; column < columns; column++) {
      factors[column] = sink.factor(norms[column]);
    }
    eachWeight((weight, from) -> {
      for (int column = 0; column < columns; column++) {
        sink.add(weight, factors[column] * products[from + column]);
      }
    });
    return errorOf(columns);
  }

  /** L2 norm of each column's gradient. */
  private double[] norms() {
    double[] squares = new double[WIDTH];
    for (int row = 0; row < products.length; row += WIDTH) {
      for (int column = 0; column < WIDTH; column++) {
        double product = products[row + column];
        squares[column] += product * product;
      }
    }
    Arrays.setAll(squares, column -> Math.sqrt(squares[column]));
    return squares;
  }

  private double errorOf(int columns) {
    double error = 0;
    for (int column = 0; column < columns; column++) {
      error += errors[column] / shape.windowValues();
    }
    return error;
  }

  /** A weight's place in the order of {@link LstmTensor}, and where its products of all columns begin. */
  private interface Place {
    void accept(int weight, int from);
  }

  private void eachWeight(Place place) {
    int at = 0;
    for (LstmTensor tensor : LstmTensor.values()) {
      eachWeight(tensor, at, place);
      at += productsOf(tensor);
    }
  }

  private void eachWeight(LstmTensor tensor, int at, Place place) {
    int outputs = tensor.columns(shape);
    boolean gates = tensor.hasGates();
    int weight = tensor.offset(shape);
    for (int row = 0; row < tensor.rows(shape); row++) {
      for (int output = 0; output < outputs; output++) {
        int laid = gates ? LstmLayout.gateRow(shape, output) : output;
        place.accept(weight++, at + (row * LstmLayout.padded(outputs) + laid) * WIDTH);
      }
    }
  }

  /** In four sums, which do not wait for each other. */
  private double weighted(int from, int columns) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int column = 0;
    for (; column + 4 <= columns; column += 4) {
      a = Math.fma(factors[column], products[from + column], a);
      b = Math.fma(factors[column + 1], products[from + column + 1], b);
      c = Math.fma(factors[column + 2], products[from + column + 2], c);
      d = Math.fma(factors[column + 3], products[from + column + 3], d);
    }
    for (; column < columns; column++) {
      a = Math.fma(factors[column], products[from + column], a);
    }
    return (a + b) + (c + d);
  }

  private void dense(
      float[] weights, int outputs, float[] in, int rows, float[] from, float[] out) {
    kernel.multiply(weights, outputs / LstmKernel.GROUP, from, in, 0, rows, in, 0, WIDTH, out);
  }

  private static void spread(float[] bias, float[] to) {
    for (int row = 0; row < bias.length; row++) {
      Arrays.fill(to, row * WIDTH, (row + 1) * WIDTH, bias[row]);
    }
  }

  /** Weights as the kernel reads them, on the way forth and back. */
  private static final class Packed {
    final float[] encoder;
    final float[] encoderBias;
    final float[] narrow;
    final float[] narrowBias;
    final float[] decoderInput;
    final float[] decoder;
    final float[] decoderBias;
    final float[] output;
    final float[] outputBias;
    final float[] backDecoder;
    final float[] backDecoderInput;
    final float[] backEncoder;

    Packed(LstmLayout layout) {
      encoder = layout.encoder();
      encoderBias = layout.gateBias(LstmTensor.ENCODER_BIAS);
      narrow = layout.dense(LstmTensor.NARROW_WEIGHTS);
      narrowBias = layout.bias(LstmTensor.NARROW_BIAS);
      decoderInput = layout.decoderInput();
      decoder = layout.decoderRecurrent();
      decoderBias = layout.gateBias(LstmTensor.DECODER_BIAS);
      output = layout.dense(LstmTensor.OUTPUT_WEIGHTS);
      outputBias = layout.bias(LstmTensor.OUTPUT_BIAS);
      backDecoder = layout.backward(LstmTensor.OUTPUT_WEIGHTS, LstmTensor.DECODER_RECURRENT);
      backDecoderInput = layout.backwardDecoderInput();
      backEncoder = layout.backward(LstmTensor.NARROW_WEIGHTS, LstmTensor.ENCODER_RECURRENT);
    }
  }
}
