package io.fedics.shared.stage;

import java.util.Map;
import java.util.Set;

/**
 * What is made durable in one transaction.
 *
 * @param next next offset of each input topic
 * @param changed values by {@code name|key}
 * @param gone keys to forget
 * @param progress second each site has passed here
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Save(
    long[] next, Map<String, byte[]> changed, Set<String> gone, Map<String, Long> progress) {
  /** Of places alone: no state changed. */
  static Save of(long[] next) {
    return new Save(next, Map.of(), Set.of(), Map.of());
  }
}
