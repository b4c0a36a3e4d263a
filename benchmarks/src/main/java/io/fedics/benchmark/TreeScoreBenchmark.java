package io.fedics.benchmark;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.tree.TreeEnsemble;
import io.fedics.fl.train.SmileTreesTrainer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
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
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.Tuple;

/**
 * Made-up rows of 42 features and ten kinds through a forest of 100 trees and through one tree, one thread: by flat arrays in
 * blocks, one by one, and by Smile's own objects. What was seen stands in {@code benchmarks/README.md}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TreeScoreBenchmark {
  private static final int FEATURES = 42;
  private static final int KINDS = 10;
  private static final int TRAINED = 8_000;
  private static final int ROWS = 256;

  private final List<String> names =
      IntStream.range(0, FEATURES).mapToObj(f -> "f" + f).toList();
  private final List<String> kinds =
      IntStream.range(0, KINDS).mapToObj(k -> "kind" + k).toList();
  private final double[][] trained = rows(TRAINED, 5);
  private final double[][] rows = rows(ROWS, 6);
  private final double[] block =
      Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  private final double[] probabilities = new double[ROWS * KINDS];
  private final double[] posterior = new double[KINDS];
  private final SmileTreesTrainer.ForestOptions options = SmileTreesTrainer.ForestOptions.of(7);
  private final DataFrame frame = SmileTreesTrainer.frame(trained, labels(trained), names, kinds);
  private final RandomForest smile = SmileTreesTrainer.fitForest(frame, FEATURES, options);
  private final Tuple[] tuples = tuples();
  private final TreeEnsemble forest =
      TreeEnsemble.from(SmileTreesTrainer.forest(trained, labels(trained), names, kinds, options));
  private final TreeEnsemble tree = TreeEnsemble.from(tree());
  private int next;

  private Bundle tree() {
    return SmileTreesTrainer.tree(trained, labels(trained), names, kinds, 20, 5);
  }

  private Tuple[] tuples() {
    DataFrame judged = SmileTreesTrainer.frame(rows, labels(rows), names, kinds);
    return IntStream.range(0, ROWS).mapToObj(judged::get).toArray(Tuple[]::new);
  }

  private static double[][] rows(int count, long seed) {
    var random = new SplittableRandom(seed);
    double[][] rows = new double[count][FEATURES];
    for (double[] row : rows) {
      int kind = random.nextInt(KINDS);
      for (int f = 0; f < FEATURES; f++) {
        row[f] = random.nextGaussian() + (f % KINDS == kind ? 1.5 : 0);
      }
    }
    return rows;
  }

  /** The kind whose columns add up to most: no single column tells it, so trees become as large as on real tables. */
  private static int[] labels(double[][] rows) {
    return Arrays.stream(rows).mapToInt(TreeScoreBenchmark::label).toArray();
  }

  private static int label(double[] row) {
    double[] sums = new double[KINDS];
    for (int f = 0; f < FEATURES; f++) {
      sums[f % KINDS] += row[f];
    }
    int best = 0;
    for (int kind = 1; kind < KINDS; kind++) {
      best = sums[kind] > sums[best] ? kind : best;
    }
    return best;
  }

  /** Rows per second, forest, blocks of 256. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[] forestBlock() {
    forest.probabilities(block, ROWS, probabilities);
    return probabilities;
  }

  /** Rows per second, forest, one row a call; the inverse is the latency. */
  @Benchmark
  public double[] forestOneByOne() {
    next = (next + 1) % ROWS;
    return forest.probabilities(rows[next]);
  }

  /** Rows per second, the same forest as Smile's objects. */
  @Benchmark
  public int forestSmile() {
    next = (next + 1) % ROWS;
    return smile.predict(tuples[next], posterior);
  }

  /** Rows per second, one tree, blocks of 256. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[] treeBlock() {
    tree.probabilities(block, ROWS, probabilities);
    return probabilities;
  }

  /** Rows per second, one tree, one row a call. */
  @Benchmark
  public double[] treeOneByOne() {
    next = (next + 1) % ROWS;
    return tree.probabilities(rows[next]);
  }
}
