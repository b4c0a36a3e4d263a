package io.fedics.fl.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** Pieces of a protobuf message as they come; what is unsound about one refuses the message. */
final class WireFields {
  private WireFields() {}

  /**
   * A short field, whole.
   *
   * @param most bytes it may have
   * @param refusal of a longer one
   * @param what it is, for the sentence about a longer one
   */
  static byte[] bytes(CodedInputStream in, int tag, int most, Refusal refusal, String what)
      throws IOException {
    requireBytes(tag);
    int length = in.readRawVarint32();
    if (length < 0 || length > most) {
      throw new RefusedException(refusal, what, length + " bytes", "at most " + most);
    }
    return in.readRawBytes(length);
  }

  /** Ends a part. The end of the buffer looks like the end of the part, also when more was promised. */
  static void pop(CodedInputStream in, int outer) {
    if (in.getBytesUntilLimit() != 0) {
      throw new RefusedException(
          Refusal.GARBAGE, "message", "cut", in.getBytesUntilLimit() + " more bytes");
    }
    in.popLimit(outer);
  }

  /** Fields we do not know are allowed, as everywhere in protobuf. */
  static void skip(CodedInputStream in, int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new RefusedException(Refusal.GARBAGE, "message", "an end of nothing", "a field");
    }
  }

  /** A field of bytes, a text or a message. */
  static void requireBytes(int tag) {
    require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  }

  static void require(int tag, int wireType) {
    if (WireFormat.getTagWireType(tag) != wireType) {
      throw new RefusedException(
          Refusal.GARBAGE,
          "field " + WireFormat.getTagFieldNumber(tag),
          "wire type " + WireFormat.getTagWireType(tag),
          "" + wireType);
    }
  }
}
