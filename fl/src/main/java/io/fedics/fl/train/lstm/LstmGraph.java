package io.fedics.fl.train.lstm;

import io.fedics.fl.model.lstm.LstmShape;
import io.fedics.fl.model.lstm.LstmTensor;
import io.fedics.fl.model.lstm.LstmWeights;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The autoencoder as a graph of DL4J, and its weights in our order. DL4J has the gates in the same order as we: candidate,
 * forget, output, input. Its loss is the squared error summed over the steps, averaged over features and windows.
 *
 * <p>Arrays of windows have shape [windows, features, steps].
 */
public final class LstmGraph implements LstmLearner {
  private static final String IN = "in";

  private final LstmShape shape;
  private final ComputationGraph graph;

  /**
   * @param learningRate of Adam
   * @param clip largest norm of a layer's gradient, which is cut to it
   * @param seed of the first weights
   */
  public LstmGraph(LstmShape shape, double learningRate, double clip, long seed) {
    // sums of several threads come together in any order
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    this.shape = shape;
    this.graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(DataType.FLOAT)
        .updater(new Adam(learningRate))
        .weightInit(WeightInit.XAVIER)
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(clip)
        .graphBuilder()
        .addInputs(IN)
        .setInputTypes(InputType.recurrent(shape.features(), shape.steps()))
        .addLayer("encoder", lstm(shape.features()), IN)
        .addVertex("last", new LastTimeStepVertex(IN), "encoder")
        .addLayer("narrow", narrow(), "last")
        .addVertex("repeated", new DuplicateToTimeSeriesVertex(IN), "narrow")
        .addLayer("decoder", lstm(shape.bottleneck()), "repeated")
        .addLayer("output", output(), "decoder")
        .setOutputs("output")
        .build());
    graph.init();
  }

  private LSTM lstm(int inputs) {
    return new LSTM.Builder()
        .nIn(inputs)
        .nOut(shape.hidden())
        .activation(Activation.TANH)
        .gateActivationFunction(Activation.SIGMOID)
        .build();
  }

  private DenseLayer narrow() {
    return new DenseLayer.Builder()
        .nIn(shape.hidden())
        .nOut(shape.bottleneck())
        .activation(Activation.TANH)
        .build();
  }

  private RnnOutputLayer output() {
    return new RnnOutputLayer.Builder(LossFunction.MSE)
        .nIn(shape.hidden())
        .nOut(shape.features())
        .activation(Activation.IDENTITY)
        .build();
  }

  @Override
  public void fit(float[] windows, int count) {
    try (INDArray batch = columns(windows, count)) {
      graph.fit(new INDArray[] {batch}, new INDArray[] {batch});
    }
  }

  /**
   * Windows as DL4J wants them.
   *
   * @param windows shape [count, steps, features]
   * @return shape [count, features, steps]
   */
  public INDArray columns(float[] windows, int count) {
    int steps = shape.steps();
    int features = shape.features();
    float[] turned = new float[count * shape.windowValues()];
    for (int window = 0; window < count; window++) {
      int from = window * shape.windowValues();
      for (int step = 0; step < steps; step++) {
        for (int f = 0; f < features; f++) {
          turned[from + f * steps + step] = windows[from + step * features + f];
        }
      }
    }
    return Nd4j.create(turned, new long[] {count, features, steps}, 'c');
  }

  /** What the network makes of windows, same shape. */
  public INDArray output(INDArray windows) {
    return graph.outputSingle(windows);
  }

  @Override
  public LstmWeights weights() {
    float[] parameters = new float[LstmTensor.parameters(shape)];
    for (LstmTensor tensor : LstmTensor.values()) {
      float[] values = graph.getParam(key(tensor)).dup('c').data().asFloat();
      System.arraycopy(values, 0, parameters, tensor.offset(shape), tensor.size(shape));
    }
    return LstmWeights.of(shape, parameters);
  }

  /** Replaces all weights. */
  public void load(LstmWeights weights) {
    for (LstmTensor tensor : LstmTensor.values()) {
      INDArray values = Nd4j.create(
          weights.tensor(tensor), new long[] {tensor.rows(shape), tensor.columns(shape)}, 'c');
      graph.getParam(key(tensor)).assign(values);
    }
  }

  private static String key(LstmTensor tensor) {
    return switch (tensor) {
      case ENCODER_INPUT -> "encoder_W";
      case ENCODER_RECURRENT -> "encoder_RW";
      case ENCODER_BIAS -> "encoder_b";
      case NARROW_WEIGHTS -> "narrow_W";
      case NARROW_BIAS -> "narrow_b";
      case DECODER_INPUT -> "decoder_W";
      case DECODER_RECURRENT -> "decoder_RW";
      case DECODER_BIAS -> "decoder_b";
      case OUTPUT_WEIGHTS -> "output_W";
      case OUTPUT_BIAS -> "output_b";
    };
  }
}
