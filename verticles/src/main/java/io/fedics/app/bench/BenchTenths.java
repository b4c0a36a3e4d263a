package io.fedics.app.bench;

import java.util.ArrayList;
import java.util.List;

/** How many flows were stored when, and the rate of each tenth of them. Not thread-safe. */
final class BenchTenths {
  private static final int TENTHS = 10;

  /** Every second one goes when there are more: a long run is known as well with coarse steps. */
  private static final int MOST_READINGS = 8_192;

  private final List<Reading> readings = new ArrayList<>();

  private record Reading(long nanos, long stored) {}

  /**
   * @param nanos of {@link System#nanoTime}
   * @param stored flows so far; never falls
   */
  void add(long nanos, long stored) {
    if (readings.size() == MOST_READINGS) {
      for (int i = MOST_READINGS - 1; i > 0; i -= 2) {
        readings.remove(i);
      }
    }
    readings.add(new Reading(nanos, stored));
  }

  /** Flows per second of each tenth; the moments between two readings are taken for even. */
  List<Double> rates() {
    List<Double> rates = new ArrayList<>();
    if (readings.isEmpty()) {
      return rates;
    }
    double all = readings.getLast().stored;
    double before = momentOf(0);
    for (int tenth = 1; tenth <= TENTHS; tenth++) {
      double moment = momentOf(all * tenth / TENTHS);
      rates.add(all / TENTHS / ((moment - before) / 1e9));
      before = moment;
    }
    return rates;
  }

  private double momentOf(double stored) {
    for (int i = 1; i < readings.size(); i++) {
      Reading to = readings.get(i);
      if (to.stored >= stored) {
        Reading from = readings.get(i - 1);
        double share = to.stored == from.stored
            ? 0
            : Math.max(0, stored - from.stored) / (to.stored - from.stored);
        return from.nanos + share * (to.nanos - from.nanos);
      }
    }
    return readings.getLast().nanos;
  }
}
