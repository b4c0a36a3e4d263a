package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.evaluate.TrainingData;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NearestNeighboursTest {
  private static final int NUMBERS = 2;

  @Test
  void memory_distance_isTheMeanToTheNearest() {
    var random = new SplittableRandom(3);
    List<float[]> places = random
        .ints(5_000, 0, 4)
        .mapToObj(
            word -> new float[] {(float) random.nextDouble(), (float) random.nextDouble(), word})
        .toList();
    var memory = new NeighbourMemory(places, NUMBERS, 3);
    for (float[] place : places.subList(0, 20)) {
      float[] asked = {place[0] + 0.01f, place[1], 2};
      double plain = places.stream()
          .mapToDouble(other -> distance(asked, other))
          .sorted()
          .limit(3)
          .average()
          .orElseThrow();
      assertThat(memory.distance(asked)).isEqualTo(plain, within(1e-6));
    }
  }

  private static double distance(float[] one, float[] other) {
    double square = one[2] == other[2] ? 0 : 2;
    for (int c = 0; c < NUMBERS; c++) {
      square += (one[c] - other[c]) * (one[c] - other[c]);
    }
    return Math.sqrt(square);
  }

  @Test
  void distance_ofFewerRowsThanNeighbours_isTheMeanOfAll() {
    var memory = new NeighbourMemory(List.of(new float[] {0, 0}, new float[] {3, 4}), NUMBERS, 3);
    assertThat(memory.distance(new float[] {0, 0})).isEqualTo(2.5);
  }

  @Test
  void fit_rowFarFromNormals_isStrangerThanOneAmongThem() {
    NearestNeighbours fitted = NearestNeighbours.fit(training(), NUMBERS, 1);
    double[][] rows = {{5, 5, 0}, {900, 5, 0}, {5, 5, -1}, {900, 900, 2}};
    double[] distance = fitted.distance().score(rows);
    assertThat(distance[1]).isGreaterThan(distance[0]);
    assertThat(distance[2]).as("a word no normal has").isGreaterThan(distance[0]);
    double[] contrast = fitted.contrast().score(rows);
    assertThat(contrast[0]).isNegative();
    assertThat(contrast[3]).as("as attacks are").isPositive();
    assertThat(Arrays.stream(contrast)).allMatch(Double::isFinite);
  }

  @Test
  void fit_missingNumber_hasAScore() {
    double[] score = NearestNeighbours.fit(training(), NUMBERS, 1)
        .contrast()
        .score(new double[][] {{Double.NaN, 5, 0}});
    assertThat(score[0]).isFinite();
  }

  /** Normals within 0 to 10 and word 0; attacks near 900 and word 2. */
  private static TrainingData training() {
    var random = new SplittableRandom(5);
    double[][] rows = new double[400][];
    int[] classes = new int[rows.length];
    for (int row = 0; row < rows.length; row++) {
      classes[row] = row % 4 == 0 ? 1 : 0;
      double from = classes[row] == 1 ? 890 : 0;
      rows[row] = new double[] {
        from + random.nextDouble(10), from + random.nextDouble(10), classes[row] == 1 ? 2 : 0
      };
    }
    return new TrainingData(rows, classes, List.of("normal", "attack"));
  }
}
