package io.fedics.shared.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tells by its bytes alone whether a flow lacks a field: for readers whom few flows concern. Thread-safe. */
public final class FlowFieldProbe {
  private final byte[] quoted;

  /**
   * @param field as on the wire
   */
  public FlowFieldProbe(String field) {
    this.quoted = ('"' + field + '"').getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param record bytes of any record
   * @return true for a flow without the field; false for other records, and for a flow one of whose texts is the field's name
   */
  public boolean isFlowWithout(byte[] record) {
    return EventCodec.isFlow(record) && !contains(record);
  }

  private boolean contains(byte[] record) {
    byte first = quoted[0];
    byte second = quoted[1];
    for (int at = 0; at <= record.length - quoted.length; at++) {
      if (record[at] == first
          && record[at + 1] == second
          && Arrays.equals(record, at, at + quoted.length, quoted, 0, quoted.length)) {
        return true;
      }
    }
    return false;
  }
}
