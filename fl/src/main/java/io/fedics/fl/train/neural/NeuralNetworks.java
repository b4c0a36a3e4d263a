package io.fedics.fl.train.neural;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Both networks as DL4J fits them, and their weights in the order of a bundle. Cross-entropy, Adam, weight decay 1e-5. */
public final class NeuralNetworks {
  private static final double DECAY = 1e-5;

  private final NeuralSettings settings;
  private final MultiLayerNetwork ann;
  private final MultiLayerNetwork lstm;

  public NeuralNetworks(NeuralSettings settings) {
    // sums of several threads come together in any order
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    this.settings = settings;
    this.ann = new MultiLayerNetwork(common(settings.seed())
        .list()
        .layer(dense(settings.width(), settings.wide()))
        .layer(dense(settings.wide(), settings.narrow()))
        .layer(output(settings.narrow()))
        .build());
    this.lstm = new MultiLayerNetwork(common(settings.seed() + 1)
        .list()
        .layer(new LastTimeStep(new LSTM.Builder()
            .nIn(settings.steps() + 1)
            .nOut(settings.hidden())
            .activation(Activation.TANH)
            .gateActivationFunction(Activation.SIGMOID)
            .build()))
        .layer(output(settings.hidden()))
        .setInputType(InputType.recurrent(settings.steps() + 1, settings.steps()))
        .build());
    ann.init();
    lstm.init();
  }

  private NeuralNetConfiguration.Builder common(long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(DataType.FLOAT)
        .weightInit(WeightInit.XAVIER)
        .l2(DECAY)
        .updater(new Adam(settings.learningRate()));
  }

  private static DenseLayer dense(int inputs, int outputs) {
    return new DenseLayer.Builder()
        .nIn(inputs)
        .nOut(outputs)
        .activation(Activation.RELU)
        .build();
  }

  private static OutputLayer output(int inputs) {
    return new OutputLayer.Builder(LossFunction.XENT)
        .nIn(inputs)
        .nOut(1)
        .activation(Activation.SIGMOID)
        .build();
  }

  /** Steps of Adam from now on. */
  void rate(double rate) {
    ann.setLearningRate(rate);
    lstm.setLearningRate(rate);
  }

  /**
   * One step of each network.
   *
   * @param rows as the file of rows has them, shape {@code [count, rowValues]}
   */
  void fit(float[] rows, int count) {
    try (INDArray attack = column(rows, count);
        INDArray wide = dense(rows, count);
        INDArray columns = columns(rows, count)) {
      ann.fit(wide, attack);
      lstm.fit(columns, attack);
    }
  }

  /** Probabilities of attack, of the dense layers and then of the LSTM, shape {@code [2][count]}. */
  public float[][] probabilities(float[] rows, int count) {
    try (INDArray wide = dense(rows, count);
        INDArray columns = columns(rows, count)) {
      return new float[][] {
        ann.output(wide).data().asFloat(), lstm.output(columns).data().asFloat()
      };
    }
  }

  private INDArray column(float[] rows, int count) {
    float[] attack = new float[count];
    for (int row = 0; row < count; row++) {
      attack[row] = rows[(row + 1) * settings.rowValues() - 1];
    }
    return Nd4j.create(attack, new long[] {count, 1}, 'c');
  }

  private INDArray dense(float[] rows, int count) {
    float[] wide = new float[count * settings.width()];
    for (int row = 0; row < count; row++) {
      System.arraycopy(
          rows, row * settings.rowValues(), wide, row * settings.width(), settings.width());
    }
    return Nd4j.create(wide, new long[] {count, settings.width()}, 'c');
  }

  /** Shape {@code [count, steps + 1, steps]}: which column a step is, and its value. */
  private INDArray columns(float[] rows, int count) {
    int steps = settings.steps();
    float[] all = new float[count * (steps + 1) * steps];
    for (int row = 0; row < count; row++) {
      for (int step = 0; step < steps; step++) {
        all[(row * (steps + 1) + step) * steps + step] = 1;
        all[(row * (steps + 1) + steps) * steps + step] =
            rows[row * settings.rowValues() + settings.width() + step];
      }
    }
    return Nd4j.create(all, new long[] {count, steps + 1, steps}, 'c');
  }

  /** {@code ann_weights} and behind them {@code lstm_weights} of a bundle. */
  public float[] weights() {
    float[] weights = new float[settings.denseWeights() + settings.lstmWeights()];
    int at = 0;
    for (String key : new String[] {"0_W", "0_b", "1_W", "1_b", "2_W", "2_b"}) {
      at = copy(ann, key, weights, at);
    }
    for (String key : new String[] {"0_W", "0_RW", "0_b", "1_W", "1_b"}) {
      at = copy(lstm, key, weights, at);
    }
    return weights;
  }

  private static int copy(MultiLayerNetwork network, String key, float[] weights, int at) {
    float[] values = network.getParam(key).dup('c').data().asFloat();
    System.arraycopy(values, 0, weights, at, values.length);
    return at + values.length;
  }
}
