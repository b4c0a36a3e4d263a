package io.fedics.fl.train.neural;

/**
 * @param width inputs of the dense layers
 * @param steps columns of a record, which are the steps of the LSTM
 * @param wide units of the first hidden dense layer
 * @param narrow of the second
 * @param hidden units of the LSTM
 * @param epochs passes over the rows
 * @param batch rows a step
 * @param learningRate of Adam at the start; falls to a tenth
 * @param seed of first weights and order
 */
public record NeuralSettings(
    int width,
    int steps,
    int wide,
    int narrow,
    int hidden,
    int epochs,
    int batch,
    double learningRate,
    long seed) {

  public static NeuralSettings of(int width, int steps, int epochs, long seed) {
    return new NeuralSettings(width, steps, 48, 24, 24, epochs, 1_024, 6e-3, seed);
  }

  /** Values of a row in the file of rows: inputs of the dense layers, of the LSTM, 1 for an attack. */
  public int rowValues() {
    return width + steps + 1;
  }

  /** Weights of the dense layers, as {@code ann_weights} of a bundle. */
  public int denseWeights() {
    return (width + 1) * wide + (wide + 1) * narrow + narrow + 1;
  }

  /** Weights of the LSTM, as {@code lstm_weights} of a bundle. */
  public int lstmWeights() {
    return 4 * hidden * (steps + 2 + hidden) + hidden + 1;
  }
}
