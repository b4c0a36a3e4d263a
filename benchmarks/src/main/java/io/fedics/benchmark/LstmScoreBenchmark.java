package io.fedics.benchmark;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.lstm.LstmScores;
import io.fedics.fl.model.lstm.LstmShape;
import io.fedics.fl.model.lstm.LstmTensor;
import io.fedics.fl.model.lstm.LstmWeights;
import io.fedics.fl.train.lstm.LstmGraph;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Windows of 60 steps of 16 features through the LSTM autoencoder, one thread; run with {@code OMP_NUM_THREADS=1}.
 *
 * <p>Plain loops become vectors by themselves from 64 windows a call on; the first second of the Vector API is slow: until its
 * vectors are compiled they are objects.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LstmScoreBenchmark {
  private static final int WINDOWS = 128;
  private static final int FEW = 41;
  private static final LstmShape SHAPE = LstmShape.standard(16);

  private final float[] windows = new float[WINDOWS * SHAPE.windowValues()];
  private final LstmAutoencoder vector = LstmAutoencoder.from(bundle());
  private final LstmAutoencoder plain = LstmAutoencoder.plain(bundle());
  private final LstmScores scores = vector.scores(WINDOWS);
  private final LstmScores plainScores = plain.scores(WINDOWS);
  private final LstmGraph graph = new LstmGraph(SHAPE, 1e-3, 1, 7);
  private INDArray columns = Nd4j.empty();

  /** Values as of a normalised feature. */
  @Setup
  public void fill() {
    var random = new Random(3);
    for (int i = 0; i < windows.length; i++) {
      windows[i] = (float) random.nextGaussian();
    }
    columns =
        Nd4j.create(windows.clone(), new long[] {WINDOWS, SHAPE.features(), SHAPE.steps()}, 'c');
  }

  /** Windows per second with the Vector API. */
  @Benchmark
  @OperationsPerInvocation(WINDOWS)
  public LstmScores vector() {
    vector.score(windows, WINDOWS, scores);
    return scores;
  }

  /** Windows per second with plain loops. */
  @Benchmark
  @OperationsPerInvocation(WINDOWS)
  public LstmScores plain() {
    plain.score(windows, WINDOWS, plainScores);
    return plainScores;
  }

  /** Windows per second, one window a call: plain loops, with the Vector API as well. */
  @Benchmark
  public LstmScores oneByOne() {
    plain.score(windows, 1, plainScores);
    return plainScores;
  }

  /** Windows per second, the fewest a call that plain loops take side by side. */
  @Benchmark
  @OperationsPerInvocation(FEW)
  public LstmScores plainFew() {
    plain.score(windows, FEW, plainScores);
    return plainScores;
  }

  /** Windows per second through DL4J, without normalisation and errors. */
  @Benchmark
  @OperationsPerInvocation(WINDOWS)
  public INDArray dl4j() {
    return graph.output(columns);
  }

  private static Bundle bundle() {
    var random = new Random(17);
    float[] parameters = new float[LstmTensor.parameters(SHAPE)];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.2 * random.nextGaussian());
    }
    float[] ones = new float[SHAPE.features()];
    Arrays.fill(ones, 1);
    var bundle = Bundle.of(LstmAutoencoder.KIND, "benchmark")
        .texts(
            "features",
            IntStream.range(0, SHAPE.features()).mapToObj(f -> "f" + f).toList())
        .text("schema", "benchmark/1")
        .text("card", "# Random weights");
    return LstmAutoencoder.into(
            bundle, LstmWeights.of(SHAPE, parameters), new float[SHAPE.features()], ones)
        .build();
  }
}
