package io.fedics.fl.benchmark;

import io.fedics.shared.error.UsageException;
import java.nio.file.Path;
import java.util.List;

/**
 * Process values of a plant, an hour a row, in time order.
 *
 * @param sensors names of the columns
 * @param values shape {@code [hours][sensors]}
 * @param attacks which hours are flagged as attacks
 * @param unsaid hours whose flag is negative: nobody said
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
record ProcessTable(
    Path file, List<String> sensors, double[][] values, boolean[] attacks, int unsaid) {
  private static final String FLAG = "ATT_FLAG";
  private static final String TIME = "DATETIME";

  /**
   * @param sensors wanted, in order; empty for all of the file
   * @throws UsageException when a column is missing or a value is no number
   */
  static ProcessTable read(Path file, List<String> sensors) {
    Table table = Table.read(file, List.of());
    List<String> wanted = sensors.isEmpty()
        ? table.names().stream()
            .filter(name -> !name.equalsIgnoreCase(FLAG) && !name.equalsIgnoreCase(TIME))
            .toList()
        : sensors;
    double[][] values = new double[table.rows()][wanted.size()];
    for (int s = 0; s < wanted.size(); s++) {
      double[] column = table.numbers(wanted.get(s));
      for (int hour = 0; hour < column.length; hour++) {
        if (!Double.isFinite(column[hour])) {
          throw new UsageException("%s: row %d, column %s: no number (expected: one)"
              .formatted(file, hour + 1, wanted.get(s)));
        }
        values[hour][s] = column[hour];
      }
    }
    double[] flags = table.numbers(FLAG);
    boolean[] attacks = new boolean[flags.length];
    int unsaid = 0;
    for (int hour = 0; hour < flags.length; hour++) {
      attacks[hour] = flags[hour] > 0;
      unsaid += flags[hour] >= 0 ? 0 : 1;
    }
    return new ProcessTable(file, wanted, values, attacks, unsaid);
  }

  /**
   * Every hour with those before it, the latest first; before the first hour stands the first.
   *
   * @param hours in a row, at least 1
   * @return shape {@code [hours of the table][hours × sensors]}
   */
  double[][] histories(int hours) {
    double[][] histories = new double[values.length][hours * sensors.size()];
    for (int hour = 0; hour < values.length; hour++) {
      for (int back = 0; back < hours; back++) {
        System.arraycopy(
            values[Math.max(0, hour - back)],
            0,
            histories[hour],
            back * sensors.size(),
            sensors.size());
      }
    }
    return histories;
  }

  /** Whether an hour or one of those before it is an attack. */
  boolean touchesAttack(int hour, int hours) {
    for (int back = 0; back < hours && back <= hour; back++) {
      if (attacks[hour - back]) {
        return true;
      }
    }
    return false;
  }
}
