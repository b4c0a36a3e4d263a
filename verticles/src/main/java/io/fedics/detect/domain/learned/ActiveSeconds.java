package io.fedics.detect.domain.learned;

import java.util.Arrays;

/**
 * The seconds of a host's last minute that had activity, a row of {@link HostSecondFeatures} each, oldest first. Most hosts are
 * silent most of the time, and silence takes no room. The fields are the saved state. Not thread-safe.
 */
final class ActiveSeconds {
  private static final int STEPS = SequenceMemory.STEPS;

  /** The second modulo {@link #STEPS}, which within a minute says which one it is, and the features. */
  private static final int ROW = 1 + HostSecondFeatures.COUNT;

  private static final int FEWEST = 4;
  private static final byte[] NOTHING = {};

  private byte[] rows = NOTHING;
  private int count;

  /**
   * Makes room for a second and drops those that are no longer of its minute.
   *
   * @param second later than {@code newest}
   * @param newest second added before
   * @return where its features begin in {@link #rows()}
   */
  int add(long second, long newest) {
    int gone = 0;
    while (gone < count && newest - age(gone, newest) <= second - STEPS) {
      gone++;
    }
    count -= gone;
    byte[] kept = count == capacity() || count < capacity() / 4 ? new byte[room(count)] : rows;
    System.arraycopy(rows, gone * ROW, kept, 0, count * ROW);
    rows = kept;
    int at = count++ * ROW;
    rows[at] = (byte) Math.floorMod(second, (long) STEPS);
    return at + 1;
  }

  private static int room(int count) {
    return ROW * Math.clamp(2L * count, FEWEST, STEPS);
  }

  private int capacity() {
    return rows.length / ROW;
  }

  byte[] rows() {
    return rows;
  }

  /** Seconds between a row and {@code newest}, at most {@link #STEPS} − 1. */
  private int age(int row, long newest) {
    return (int) Math.floorMod(newest - rows[row * ROW], (long) STEPS);
  }

  /**
   * Writes the minute that ends with the newest second, oldest step first; silence is 0.
   *
   * @param to shape {@code [steps, features]}, beginning at {@code offset}
   */
  void write(long newest, float[] to, int offset) {
    Arrays.fill(to, offset, offset + STEPS * HostSecondFeatures.COUNT, 0);
    for (int row = 0; row < count; row++) {
      int out = offset + (STEPS - 1 - age(row, newest)) * HostSecondFeatures.COUNT;
      int in = row * ROW + 1;
      for (int f = 0; f < HostSecondFeatures.COUNT; f++) {
        to[out + f] = HostSecondFeatures.value(rows[in + f]);
      }
    }
  }
}
