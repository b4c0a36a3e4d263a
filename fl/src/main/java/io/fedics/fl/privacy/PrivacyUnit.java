package io.fedics.fl.privacy;

import io.fedics.shared.config.Words;

/** Whose presence an epsilon hides. One of one unit is never shown as one of the other. */
public enum PrivacyUnit {
  /** One training record of a site: a row, or one disjoint 60-second window of one host. */
  RECORD,
  /** A whole site, with everything it holds. */
  CLIENT;

  /** As ledgers, settings and the command line write it. */
  public String word() {
    return Words.of(this);
  }

  /**
   * @throws IllegalArgumentException for another word than {@code record} and {@code client}
   */
  public static PrivacyUnit of(String word) {
    return Words.meaning(PrivacyUnit.class, "unit", word);
  }
}
