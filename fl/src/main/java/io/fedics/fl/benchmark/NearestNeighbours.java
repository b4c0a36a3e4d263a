package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Repeats;
import io.fedics.fl.evaluate.Scorer;
import io.fedics.fl.evaluate.TrainingData;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What rows lie near. Unlike trees, which give all rows of a leaf one answer, distances still tell rows apart that lie
 * where training had none. The distance to a kind is the mean to its {@value #NEIGHBOURS} nearest rows, see {@link
 * NeighbourSpace}; repeats of a row count once.
 *
 * <p>Source: Fix and Hodges 1951; the mean over neighbours as Angiulli and Pizzuti 2002, PKDD.
 */
final class NearestNeighbours {
  private static final int NEIGHBOURS = 3;
  /** Rows of a kind that are remembered, for speed: a row is compared with each. */
  private static final int MOST = 20_000;
  /** Distances below it are as good as none. */
  private static final double LEAST = 0.05;

  private final NeighbourSpace space;
  private final NeighbourMemory normals;
  private final NeighbourMemory attacks;

  private NearestNeighbours(
      NeighbourSpace space, NeighbourMemory normals, NeighbourMemory attacks) {
    this.space = space;
    this.normals = normals;
    this.attacks = attacks;
  }

  /**
   * @param training rows of both kinds
   * @param numbers columns that are numbers; the others hold ranks of words
   */
  static NearestNeighbours fit(TrainingData training, int numbers, long seed) {
    double[][] normal = training.normals();
    double[][] attack = training.where(row -> training.classes()[row] != 0).rows();
    NeighbourSpace space = NeighbourSpace.fit(normal, numbers);
    return new NearestNeighbours(
        space, remembered(space, normal, numbers, seed), remembered(space, attack, numbers, seed));
  }

  private static NeighbourMemory remembered(
      NeighbourSpace space, double[][] rows, int numbers, long seed) {
    Set<List<Double>> seen = new HashSet<>();
    List<float[]> kept = Arrays.stream(rows)
        .filter(row -> seen.add(Arrays.stream(row).boxed().toList()))
        .sorted(Comparator.comparingDouble(row -> Repeats.draw(row, seed)))
        .limit(MOST)
        .map(space::of)
        .toList();
    return new NeighbourMemory(kept, numbers, NEIGHBOURS);
  }

  /** How far a row lies from normals. */
  Scorer distance() {
    return each(normals::distance);
  }

  /** How much farther from normals than from attacks: {@code ln((d₀ + ε) / (d₁ + ε))}. */
  Scorer contrast() {
    return each(
        place -> Math.log((normals.distance(place) + LEAST) / (attacks.distance(place) + LEAST)));
  }

  private Scorer each(ToDoubleFunction<float[]> score) {
    return rows -> Arrays.stream(rows)
        .parallel()
        .mapToDouble(row -> score.applyAsDouble(space.of(row)))
        .toArray();
  }
}
