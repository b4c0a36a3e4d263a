package io.fedics.fl.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Many classes: a figure for each with its support and a percentile bootstrap interval (Efron 1979: rows drawn with
 * replacement), and their mean. {@code macroF1} is over the classes that are present or said, as scikit-learn's default.
 *
 * @param accuracy share of the rows said right
 * @param macroF1 unweighted mean of the classes' F1
 */
public record ClassReport(double accuracy, double macroF1, List<ClassFigures> classes) {
  private static final double TAIL = 0.025;

  public ClassReport {
    classes = List.copyOf(classes);
  }

  /**
   * @param said class of each row, an index of {@code names}
   * @param truth class of each row, an index of {@code names}
   * @param resamples of the bootstrap; 0 makes the intervals NaN
   * @throws IllegalArgumentException when the lengths differ or a class has no name
   */
  public static ClassReport of(
      int[] said, int[] truth, List<String> names, int resamples, long seed) {
    Lengths.requireSame("said", said.length, "truth", truth.length);
    int count = names.size();
    int[] cells = cells(said, truth, count);
    long[] table = table(cells, count * count);
    double[][] drawn = new double[count][resamples];
    var random = new SplittableRandom(seed);
    for (int i = 0; i < resamples; i++) {
      long[] sample = new long[table.length];
      for (int row = 0; row < cells.length; row++) {
        sample[cells[random.nextInt(cells.length)]]++;
      }
      for (int c = 0; c < count; c++) {
        drawn[c][i] = counts(sample, c, count).f1();
      }
    }
    List<ClassFigures> figures = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      figures.add(figures(names.get(c), counts(table, c, count), drawn[c]));
    }
    return new ClassReport(accuracy(table, count), macroF1(figures), figures);
  }

  /** Normals and attacks as two classes: the one question whether there is an attack. */
  public static ClassReport ofAlarms(boolean[] said, boolean[] attacks, int resamples, long seed) {
    return of(binary(said), binary(attacks), List.of("normal", "attack"), resamples, seed);
  }

  private static int[] binary(boolean[] attacks) {
    return IntStream.range(0, attacks.length).map(row -> attacks[row] ? 1 : 0).toArray();
  }

  private static int[] cells(int[] said, int[] truth, int count) {
    int[] cells = new int[said.length];
    for (int row = 0; row < said.length; row++) {
      if (Math.min(said[row], truth[row]) < 0 || Math.max(said[row], truth[row]) >= count) {
        throw new IllegalArgumentException("row %d: class %d said, %d true (expected: 0 to %d)"
            .formatted(row, said[row], truth[row], count - 1));
      }
      cells[row] = truth[row] * count + said[row];
    }
    return cells;
  }

  private static long[] table(int[] cells, int size) {
    long[] table = new long[size];
    for (int cell : cells) {
      table[cell]++;
    }
    return table;
  }

  private static BinaryCounts counts(long[] table, int c, int count) {
    long present = 0;
    long said = 0;
    long all = 0;
    for (int other = 0; other < count; other++) {
      present += table[c * count + other];
      said += table[other * count + c];
    }
    for (long cell : table) {
      all += cell;
    }
    long hits = table[c * count + c];
    return new BinaryCounts(hits, said - hits, present - hits, all - present - said + hits);
  }

  private static ClassFigures figures(String name, BinaryCounts counts, double[] drawn) {
    double[] f1 =
        Arrays.stream(drawn).filter(value -> !Double.isNaN(value)).sorted().toArray();
    return new ClassFigures(
        name,
        counts.truePositives() + counts.falseNegatives(),
        counts.precision(),
        counts.recall(),
        counts.f1(),
        Quantile.ofSorted(f1, TAIL),
        Quantile.ofSorted(f1, 1 - TAIL));
  }

  private static double accuracy(long[] table, int count) {
    long right = 0;
    for (int c = 0; c < count; c++) {
      right += table[c * count + c];
    }
    return (double) right / Arrays.stream(table).sum();
  }

  private static double macroF1(List<ClassFigures> figures) {
    return figures.stream()
        .mapToDouble(ClassFigures::f1)
        .filter(f1 -> !Double.isNaN(f1))
        .average()
        .orElse(Double.NaN);
  }
}
