package io.fedics.shared.event;

/**
 * Which model judged.
 *
 * @param sha256 of the bundle, lower-case hex; for rules, of their settings
 * @param calibrationRows how much known-normal data the score was calibrated on; rarity never claims more
 */
public record ModelRef(String name, String version, String sha256, long calibrationRows) {}
