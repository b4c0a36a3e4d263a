package io.fedics.benchmark;

import io.fedics.fl.model.lstm.LstmGradients;
import io.fedics.fl.model.lstm.LstmShape;
import io.fedics.fl.model.lstm.LstmTensor;
import io.fedics.fl.model.lstm.LstmWeights;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Gradients of the LSTM autoencoder, each cut to a norm of 1, windows of 60 steps of 14 features, one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class LstmGradientsBenchmark {
  private static final int WINDOWS = 256;
  private static final LstmShape SHAPE = LstmShape.standard(14);

  private final float[] windows = gaussian(WINDOWS * SHAPE.windowValues(), 1);
  private final LstmWeights weights =
      LstmWeights.of(SHAPE, gaussian(LstmTensor.parameters(SHAPE), 0.2));
  private final LstmGradients gradients = LstmGradients.of(SHAPE);
  private final double[] sums = new double[LstmTensor.parameters(SHAPE)];

  /** Gradients per second with plain loops. */
  @Benchmark
  @Fork(2)
  @OperationsPerInvocation(WINDOWS)
  public double plain() {
    return gradients.add(weights, windows, WINDOWS, 1, sums);
  }

  /** Gradients per second with the Vector API. */
  @Benchmark
  @Fork(
      value = 2,
      jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
  @OperationsPerInvocation(WINDOWS)
  public double vector() {
    return gradients.add(weights, windows, WINDOWS, 1, sums);
  }

  private static float[] gaussian(int length, double deviation) {
    var random = new Random(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }
}
