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
  public boolean isFlowWithout(RecordBytes record) {
    return EventCodec.isFlow(record) && !contains(record);
  }

  private boolean contains(RecordBytes record) {
    byte[] array = record.array();
    byte first = quoted[0];
    byte second = quoted[1];
    for (int at = record.from(); at <= record.end() - quoted.length; at++) {
      if (array[at] == first
          && array[at + 1] == second
          && Arrays.equals(array, at, at + quoted.length, quoted, 0, quoted.length)) {
        return true;
      }
    }
    return false;
  }
}
