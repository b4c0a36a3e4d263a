package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.FisherCombination;
import io.fedics.fl.evaluate.HeldOutNormals;
import io.fedics.fl.evaluate.Scorer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which parts are combined by Fisher's method; one part stays as it is.
 *
 * @param parts their names
 */
record Combination(List<String> parts) {
  /** Those that {@link Choice} chooses from where tests hold types of attack that training lacks. */
  static final List<Combination> CANDIDATES = List.of(
      of(Parts.BOOST),
      of(Parts.FINE),
      of(Parts.FOREST),
      of(Parts.MEAN),
      of(Parts.AUTOENCODER),
      of(Parts.DISTANCE),
      of(Parts.CONTRAST),
      of(Parts.FOREST, Parts.BOOST),
      of(Parts.FOREST, Parts.AUTOENCODER),
      of(Parts.BOOST, Parts.OUTLIERS),
      of(Parts.BOOST, Parts.DISTANCE),
      of(Parts.BOOST, Parts.CONTRAST),
      of(Parts.FOREST, Parts.CONTRAST),
      of(Parts.FOREST, Parts.BOOST, Parts.CONTRAST),
      of(Parts.FOREST, Parts.BOOST, Parts.DISTANCE),
      of(Parts.BOOST, Parts.DISTANCE, Parts.AUTOENCODER),
      of(Parts.BOOST, Parts.DISTANCE, Parts.OUTLIERS),
      of(Parts.BOOST, Parts.CONTRAST, Parts.OUTLIERS),
      of(Parts.FOREST, Parts.DISTANCE, Parts.OUTLIERS),
      of(Parts.FOREST, Parts.BOOST, Parts.DISTANCE, Parts.OUTLIERS),
      of(Parts.FOREST, Parts.BOOST, Parts.CONTRAST, Parts.OUTLIERS),
      of(Parts.FOREST, Parts.BOOST, Parts.DISTANCE, Parts.CONTRAST),
      of(Parts.FOREST, Parts.BOOST, Parts.AUTOENCODER, Parts.OUTLIERS),
      of(Parts.FOREST, Parts.BOOST, Parts.DISTANCE, Parts.AUTOENCODER, Parts.OUTLIERS),
      of(Parts.MEAN, Parts.DISTANCE),
      of(Parts.MEAN, Parts.AUTOENCODER),
      of(Parts.MEAN, Parts.DISTANCE, Parts.AUTOENCODER),
      of(Parts.FINE, Parts.AUTOENCODER, Parts.OUTLIERS),
      of(Parts.MEAN, Parts.AUTOENCODER, Parts.OUTLIERS),
      of(Parts.FOREST, Parts.FINE, Parts.AUTOENCODER, Parts.OUTLIERS),
      of(Parts.BOOST_OUTLIERS),
      of(Parts.BOOST, Parts.BOOST_OUTLIERS),
      of(Parts.BOOST, Parts.FINE, Parts.OUTLIERS),
      of(Parts.BOOST, Parts.FINE, Parts.OUTLIERS, Parts.BOOST_OUTLIERS),
      of(Parts.BOOST, Parts.FINE, Parts.DISTANCE, Parts.BOOST_OUTLIERS),
      of(Parts.BOOST, Parts.MEAN, Parts.DISTANCE, Parts.OUTLIERS),
      of(Parts.FINE, Parts.MEAN, Parts.DISTANCE, Parts.OUTLIERS),
      of(Parts.BOOST, Parts.FINE, Parts.FOREST, Parts.DISTANCE, Parts.OUTLIERS));

  /** And where tests hold the traffic of training. */
  static final List<Combination> OF_KNOWN_TYPES = Stream.concat(
          CANDIDATES.stream(),
          Stream.of(
              of(Parts.COUNTS),
              of(Parts.FINE, Parts.COUNTS),
              of(Parts.MEAN, Parts.COUNTS),
              of(Parts.COUNTS, Parts.CONTRAST)))
      .toList();

  Combination {
    parts = List.copyOf(parts);
  }

  private static Combination of(String... parts) {
    return new Combination(List.of(parts));
  }

  Scorer of(Map<String, Scorer> fitted, HeldOutNormals normals) {
    List<Scorer> scorers = parts.stream().map(name -> fitted.get(name)).toList();
    if (scorers.size() == 1) {
      return scorers.getFirst();
    }
    return new FisherCombination(scorers.stream()
        .map(scorer -> new FisherCombination.Part(scorer, normals.scoredBy(scorer), 1))
        .toList());
  }

  @Override
  public String toString() {
    return String.join(" + ", parts);
  }
}
