package io.fedics.fl.model.record;

import io.fedics.shared.error.Printable;
import java.util.ArrayList;
import java.util.List;

/** A record that no model can judge; the message names what is wrong with it in one sentence. */
public final class RecordRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  /** Faults that the message names and {@link #faults} tells; a record may have any number. */
  static final int MOST_TOLD = 20;

  private final transient List<Fault> faults;

  /**
   * One thing that is wrong. What is not printable is escaped: no database keeps a NUL or half a character.
   *
   * @param column as the record or the table names it, as {@link Printable} has it
   * @param value what was there, as {@link Printable} has it
   * @param expected what should have been
   */
  public record Fault(String column, String value, String expected) {
    public Fault {
      column = Printable.of(column);
      value = Printable.of(value);
    }
  }

  /**
   * @param faults at least one, unless the record has no column that any table knows; the first {@value #MOST_TOLD} are kept
   */
  RecordRefusedException(String message, List<Fault> faults) {
    super(message);
    this.faults = faults.stream().limit(MOST_TOLD).toList();
  }

  /** By column, in the order of the table and then of the record; at most {@value #MOST_TOLD}. */
  public List<Fault> faults() {
    return new ArrayList<>(faults);
  }
}
