package io.fedics.shared.stage;

import java.util.Map;

/**
 * The right to work on one partition, until somebody raises the epoch.
 *
 * @param next next offset of each input topic
 * @param state saved values by {@code name|key}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Claim(String stage, int partition, long epoch, long[] next, Map<String, byte[]> state) {

  /** The same right without the saved values, for whoever has restored them: bytes and values side by side are twice the memory. */
  Claim restored() {
    return new Claim(stage, partition, epoch, next, Map.of());
  }

  /** The same right at other places. */
  Claim at(long[] places) {
    return new Claim(stage, partition, epoch, places, state);
  }

  @Override
  public String toString() {
    return stage + '/' + partition + " epoch " + epoch;
  }
}
