package io.fedics.fl.model;

import java.util.ArrayList;
import java.util.List;

/** A record that no model can judge; the message names what is wrong with it in one sentence. */
public final class RecordRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  /**
   * One thing that is wrong.
   *
   * @param column as the record or the table names it
   * @param value what was there
   * @param expected what should have been
   */
  public record Fault(String column, String value, String expected) {}

  /**
   * @param faults at least one, unless the record has no column that any table knows
   */
  RecordRefusedException(String message, List<Fault> faults) {
    super(message);
    this.faults = List.copyOf(faults);
  }

  /** By column, in the order of the table and then of the record. */
  public List<Fault> faults() {
    return new ArrayList<>(faults);
  }
}
