package io.fedics.fl.model;

import java.util.ArrayList;
import java.util.List;

/** A record that no model can judge; the message names what is wrong with it in one sentence. */
public final class RecordRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  /** Faults that the message names and {@link #faults} tells; a record may have any number. */
  static final int MOST_TOLD = 20;

  private static final int MOST_SHOWN = 80;

  private final transient List<Fault> faults;

  /**
   * One thing that is wrong. What is not printable stands as U+FFFD: no database keeps a NUL or half a character.
   *
   * @param column as the record or the table names it, its first {@value #MOST_SHOWN} characters
   * @param value what was there, its first {@value #MOST_SHOWN} characters
   * @param expected what should have been
   */
  public record Fault(String column, String value, String expected) {
    public Fault {
      column = printable(column, MOST_SHOWN);
      value = printable(value, MOST_SHOWN);
    }
  }

  /**
   * @param faults at least one, unless the record has no column that any table knows; the first {@value #MOST_TOLD} are kept
   */
  RecordRefusedException(String message, List<Fault> faults) {
    super(message);
    this.faults = faults.stream().limit(MOST_TOLD).toList();
  }

  private static String printable(String text, int most) {
    int[] points = text.codePoints()
        .limit(most + 1L)
        .map(point -> isPrintable(point) ? point : '\ufffd')
        .toArray();
    return points.length > most
        ? new String(points, 0, most) + '…'
        : new String(points, 0, points.length);
  }

  private static boolean isPrintable(int point) {
    return !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
  }

  /** By column, in the order of the table and then of the record; at most {@value #MOST_TOLD}. */
  public List<Fault> faults() {
    return new ArrayList<>(faults);
  }
}
