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
   * One thing that is wrong.
   *
   * @param column as the record or the table names it, its first 80 characters
   * @param value what was there, its first 80 characters
   * @param expected what should have been
   */
  public record Fault(String column, String value, String expected) {
    public Fault {
      column = shown(column);
      value = shown(value);
    }

    private static String shown(String text) {
      return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + '…' : text;
    }
  }

  /**
   * @param faults at least one, unless the record has no column that any table knows; the first 20 are kept
   */
  RecordRefusedException(String message, List<Fault> faults) {
    super(message);
    this.faults = faults.stream().limit(MOST_TOLD).toList();
  }

  /** By column, in the order of the table and then of the record; at most 20. */
  public List<Fault> faults() {
    return new ArrayList<>(faults);
  }
}
