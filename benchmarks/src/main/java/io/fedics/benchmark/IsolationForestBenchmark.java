package io.fedics.benchmark;

import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.fl.train.IsolationForestTrainer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import smile.anomaly.IsolationForest.Options;

/** Flows of 12 numbers through an isolation forest of 100 trees of 256 flows, one thread: ours and Smile's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class IsolationForestBenchmark {
  private static final int FEATURES = 12;
  private static final int BLOCK = 512;
  private static final int TRAINING_ROWS = 20_000;
  /** Depth of a tree of 256 rows. */
  private static final int DEPTH = 8;

  private final double[][] rows = rows(BLOCK, 5);
  private final double[] flat = flat(rows);
  private final double[] scores = new double[BLOCK];
  private final IsolationForest forest = IsolationForest.from(IsolationForestTrainer.train(
      rows(TRAINING_ROWS, 3),
      IntStream.range(0, FEATURES).mapToObj(f -> "f" + f).toList(),
      1));
  private final smile.anomaly.IsolationForest reference = smile.anomaly.IsolationForest.fit(
      rows(TRAINING_ROWS, 3),
      new Options(
          IsolationForestTrainer.TREES,
          DEPTH,
          (double) IsolationForestTrainer.SUBSAMPLE / TRAINING_ROWS,
          0));

  /** Flows a second in blocks. */
  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public double[] flat() {
    forest.score(flat, BLOCK, scores);
    return scores;
  }

  /** Flows a second, one a call and each another one, as the detector scores them. */
  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public double[] oneByOne() {
    for (int row = 0; row < BLOCK; row++) {
      scores[row] = forest.score(rows[row]);
    }
    return scores;
  }

  /** Flows a second through Smile, on the calling thread. */
  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public double[] smile() {
    for (int row = 0; row < BLOCK; row++) {
      scores[row] = reference.score(rows[row]);
    }
    return scores;
  }

  /** Two kinds of normal flows, some numbers whole and some not. */
  private static double[][] rows(int count, long seed) {
    var random = new Random(seed);
    double[][] rows = new double[count][FEATURES];
    for (double[] row : rows) {
      double kind = random.nextInt(2);
      for (int f = 0; f < FEATURES; f++) {
        double value = 3 * kind + random.nextGaussian();
        row[f] = f % 3 == 0 ? Math.rint(value) : value;
      }
    }
    return rows;
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }
}
