package io.fedics.fl.model.lstm;

/**
 * What {@link LstmAutoencoder#score} found, and the room it works in. Made once by {@link LstmAutoencoder#scores} and used
 * again for every call. Not thread-safe: one for each thread.
 */
public final class LstmScores {
  /** Windows computed side by side. */
  static final int BLOCK = 8 * LstmKernel.COLUMNS;

  /** For windows side by side. */
  final LstmKernel kernel;

  /** For a window by itself: loops as short as its own are no matter for the Vector API. */
  private final LstmKernel single = new PlainLstmKernel();

  private final int capacity;
  private final int features;
  private int count;

  final float[] errors;
  /** Shape [capacity, features], as are the next two. */
  final float[] featureErrors;

  final float[] seen;
  final float[] expected;

  // Room for one block; the last dimension of each is the block's width.
  /** Normalised values, shape [steps, features, width]. */
  final float[] input;

  final float[] start;
  final float[] z;
  final float[] hidden;
  final float[] cells;
  final float[] narrow;
  final float[] output;
  final float[] squares;
  final float[] outputSums;

  LstmScores(LstmShape shape, int capacity, LstmKernel kernel) {
    this.kernel = kernel;
    this.capacity = capacity;
    this.features = shape.features();
    this.errors = new float[capacity];
    this.featureErrors = new float[capacity * features];
    this.seen = new float[capacity * features];
    this.expected = new float[capacity * features];
    int gates = LstmLayout.padded(shape.gates());
    int outputs = LstmLayout.padded(features);
    int narrowOutputs = LstmLayout.padded(shape.bottleneck());
    this.input = new float[shape.windowValues() * BLOCK];
    this.start = new float[Math.max(gates, Math.max(outputs, narrowOutputs)) * BLOCK];
    this.z = new float[gates * BLOCK];
    this.hidden = new float[LstmLayout.units(shape) * BLOCK];
    this.cells = new float[LstmLayout.units(shape) * BLOCK];
    this.narrow = new float[narrowOutputs * BLOCK];
    this.output = new float[outputs * BLOCK];
    this.squares = new float[features * BLOCK];
    this.outputSums = new float[features * BLOCK];
  }

  /** Of a block this wide. */
  LstmKernel kernel(int width) {
    return width == 1 ? single : kernel;
  }

  /** {@link LstmKernel#multiply} of a block this wide. */
  void multiply(
      LstmMatrix weights,
      float[] start,
      float[] input,
      int inputAt,
      int inputRows,
      float[] recurrent,
      int recurrentRows,
      int width,
      float[] z) {
    if (width == 1) {
      NarrowProduct.multiply(
          weights, start, input, inputAt, inputRows, recurrent, recurrentRows, z);
      return;
    }
    kernel.multiply(
        weights.groups(),
        weights.outputs() / LstmKernel.GROUP,
        start,
        input,
        inputAt,
        inputRows,
        recurrent,
        recurrentRows,
        width,
        z);
  }

  /** Most windows of one call. */
  public int capacity() {
    return capacity;
  }

  /** Windows of the last call. */
  public int count() {
    return count;
  }

  void begin(int windows) {
    count = windows;
  }

  /**
   * @return mean squared error of the window's normalised values, at least 0; higher is more unusual
   */
  public float error(int window) {
    return errors[at(window)];
  }

  /**
   * @return mean squared error of one normalised feature over the steps; the mean over the features is {@link #error}
   */
  public float featureError(int window, int feature) {
    return featureErrors[at(window) * features + feature];
  }

  /**
   * @return mean of the feature over the last ten steps, in its own unit
   */
  public float seen(int window, int feature) {
    return seen[at(window) * features + feature];
  }

  /**
   * @return what the model gave for {@link #seen}
   */
  public float expected(int window, int feature) {
    return expected[at(window) * features + feature];
  }

  private int at(int window) {
    if (window < 0 || window >= count) {
      throw new IndexOutOfBoundsException(
          "window %d (expected: 0 to %d)".formatted(window, count - 1));
    }
    return window;
  }
}
