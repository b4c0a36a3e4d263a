package io.fedics.fl.grpc;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Numbers a tensor may hold, by NumPy's name; little-endian. Everything else is refused. */
public enum ElementType {
  FLOAT16("<f2", 2),
  FLOAT32("<f4", 4),
  FLOAT64("<f8", 8),
  INT32("<i4", 4),
  INT64("<i8", 8),
  BOOL("|b1", 1);

  /** Whole numbers beyond are not exact as a double. */
  private static final long MOST_EXACT = 1L << 53;

  private final String descr;
  private final int bytes;

  ElementType(String descr, int bytes) {
    this.descr = descr;
    this.bytes = bytes;
  }

  static Optional<ElementType> of(String descr) {
    return Arrays.stream(values()).filter(type -> type.descr.equals(descr)).findFirst();
  }

  String descr() {
    return descr;
  }

  /** Bytes of one element. */
  int bytes() {
    return bytes;
  }

  public boolean isFloat() {
    return this == FLOAT16 || this == FLOAT32 || this == FLOAT64;
  }

  /** The next element of a little-endian buffer, exactly; NaN for what no double holds exactly. */
  double read(ByteBuffer in) {
    return switch (this) {
      case FLOAT16 -> Float.float16ToFloat(in.getShort());
      case FLOAT32 -> in.getFloat();
      case FLOAT64 -> in.getDouble();
      case INT32 -> in.getInt();
      case INT64 -> exact(in.getLong());
      case BOOL -> bool(in.get());
    };
  }

  private static double exact(long value) {
    return value >= -MOST_EXACT && value <= MOST_EXACT ? value : Double.NaN;
  }

  private static double bool(byte value) {
    return value == 0 || value == 1 ? value : Double.NaN;
  }

  /** Rounds to what this type can hold. */
  void write(ByteBuffer out, double value) {
    switch (this) {
      case FLOAT16 -> out.putShort(Float.floatToFloat16((float) value));
      case FLOAT32 -> out.putFloat((float) value);
      case FLOAT64 -> out.putDouble(value);
      case INT32 -> out.putInt((int) Math.rint(value));
      case INT64 -> out.putLong((long) Math.rint(value));
      case BOOL -> out.put((byte) (value == 0 ? 0 : 1));
    }
  }
}
