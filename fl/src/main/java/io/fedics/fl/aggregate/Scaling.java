package io.fedics.fl.aggregate;

import io.fedics.shared.config.Words;

/** How the numbers of a row are scaled before a perceptron reads them, alike at all sites. */
public enum Scaling {
  /** By what is known of the format; sites tell each other nothing for it. */
  PUBLIC,
  /** To mean 0 and deviation 1 over the rows of all sites, by {@link FeatureSums} that each site tells once. */
  SUMS;

  /** As the command line writes it. */
  public String word() {
    return Words.of(this);
  }

  /**
   * @throws IllegalArgumentException for another word
   */
  public static Scaling named(String word) {
    return Words.meaning(Scaling.class, "scaling", word);
  }
}
