package io.fedics.detect.domain;

/**
 * How far a site is with learning what is normal.
 *
 * @param share in [0, 1]; 1 when it is done
 * @param secondsLeft of event time, 0 when it is done
 */
public record Learning(double share, long secondsLeft) {

  static Learning after(long seconds, long needed) {
    long done = Math.max(0, Math.min(seconds, needed));
    return new Learning((double) done / needed, needed - done);
  }
}
