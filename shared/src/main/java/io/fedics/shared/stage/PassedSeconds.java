package io.fedics.shared.stage;

/**
 * The seconds up to which one partition of a stage was through with a site, the latest {@value #KEPT} times it said so. Not
 * thread-safe.
 */
final class PassedSeconds {
  static final int KEPT = 64;

  private final long[] marks = new long[KEPT];
  private int count;

  /** One that is not later than the newest changes nothing. */
  void add(long second) {
    if (count == 0 || second > newest()) {
      marks[count++ % KEPT] = second;
    }
  }

  /** Only behind the first {@link #add}. */
  long newest() {
    return marks[(count - 1) % KEPT];
  }

  /** The first of its latest {@value #KEPT}, {@link Long#MIN_VALUE} when it did not say so many yet. */
  long oldest() {
    return count < KEPT ? Long.MIN_VALUE : marks[count % KEPT];
  }
}
