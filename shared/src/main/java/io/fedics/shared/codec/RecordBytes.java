package io.fedics.shared.codec;

import java.util.Arrays;

/**
 * The bytes of one record where they lie, so that not every reader has a copy of its own. It keeps all of the array alive:
 * whoever remembers a record for long keeps a {@link #copy}.
 *
 * @param array with the record in it; nobody changes it
 * @param from where the record begins
 * @param length of the record, at least 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RecordBytes(byte[] array, int from, int length) {
  public static final RecordBytes NONE = of(new byte[0]);

  /** A record that fills its array. */
  public static RecordBytes of(byte[] all) {
    return new RecordBytes(all, 0, all.length);
  }

  int end() {
    return from + length;
  }

  public byte[] copy() {
    return Arrays.copyOfRange(array, from, end());
  }

  boolean startsWith(byte[] token) {
    return length >= token.length
        && Arrays.equals(array, from, from + token.length, token, 0, token.length);
  }
}
