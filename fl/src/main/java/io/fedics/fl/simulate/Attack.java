package io.fedics.fl.simulate;

import io.fedics.shared.config.Words;

/**
 * What a malicious site does. Those who work on updates know the updates of all honest sites of the round, which is more
 * than a real one could.
 */
public enum Attack {
  /** Trains on turned labels. */
  LABEL_FLIP,
  /** Sends the opposite of its honest update. */
  SIGN_FLIP,
  /**
   * Trains on turned labels and multiplies the update by the number of sites, so that a mean would become its model
   * (Bagdasaryan et al. 2020, arXiv:1807.00459).
   */
  SCALING,
  /** All send the honest mean, moved by as many deviations as go unnoticed (Baruch et al. 2019, arXiv:1902.06156). */
  LIE,
  /**
   * All send the honest mean, moved against the deviations as far as no honest site is further from another (Shejwalkar
   * and Houmansadr 2021, doi:10.14722/ndss.2021.24498).
   */
  MIN_MAX,
  /** Marks half of its attacks with a trigger and calls them normal. */
  BACKDOOR;

  /** As the command line writes it. */
  public String word() {
    return Words.of(this);
  }

  /**
   * @throws IllegalArgumentException for a word that no attack has
   */
  public static Attack of(String word) {
    return Words.meaning(Attack.class, "attack", word);
  }
}
