package io.fedics.fl.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Rows of the fixtures that scikit-learn 1.9.1 and faster-eTaPR 0.1.2 were given. */
final class FixtureRows {
  private FixtureRows() {}

  /** Shape {@code [rows][2]}. */
  static double[][] of(String name) {
    try (var in = FixtureRows.class.getResourceAsStream("/evaluate/" + name)) {
      List<String> lines = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
          .lines()
          .skip(1)
          .toList();
      return lines.stream()
          .map(line -> Arrays.stream(line.split(",", -1))
              .mapToDouble(Double::parseDouble)
              .toArray())
          .toArray(double[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[] column(double[][] rows, int column) {
    return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
  }

  static boolean[] truths(double[][] rows, int column) {
    boolean[] truths = new boolean[rows.length];
    for (int row = 0; row < truths.length; row++) {
      truths[row] = rows[row][column] == 1;
    }
    return truths;
  }

  static int[] classes(double[][] rows, int column) {
    return Arrays.stream(rows).mapToInt(row -> (int) row[column]).toArray();
  }
}
