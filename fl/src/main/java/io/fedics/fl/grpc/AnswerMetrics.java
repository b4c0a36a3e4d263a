package io.fedics.fl.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.fedics.fl.grpc.wire.Scalar;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a client measured, by name, as it is read; bounded in number and in size. */
final class AnswerMetrics {
  private static final int MOST = 256;
  /** Of one metric, its name with it. */
  static final int MOST_BYTES = 4096;

  private final double largestValue;
  private final int mostBytes;
  private final Map<String, Object> byName = new HashMap<>();
  private Optional<ByteString> counts = Optional.empty();

  /**
   * @param largestValue that a figure may have, either way
   * @param mostBytes that one may have
   */
  AnswerMetrics(double largestValue, int mostBytes) {
    this.largestValue = largestValue;
    this.mostBytes = mostBytes;
  }

  /**
   * Reads one more.
   *
   * @throws RefusedException when it is one too many, too long or has no finite value
   */
  void read(CodedInputStream in, int tag) throws IOException {
    if (byName.size() == MOST) {
      throw new RefusedException(
          Refusal.METRICS, "metrics", "more than " + MOST, "at most " + MOST);
    }
    var entry = CodedInputStream.newInstance(
        WireFields.bytes(in, tag, mostBytes, Refusal.METRICS, "a metric"));
    String name = "";
    Scalar value = Scalar.getDefaultInstance();
    while (!entry.isAtEnd()) {
      int inner = entry.readTag();
      switch (WireFormat.getTagFieldNumber(inner)) {
        case 1 -> {
          WireFields.requireBytes(inner);
          name = entry.readStringRequireUtf8();
        }
        case 2 -> {
          WireFields.requireBytes(inner);
          value = Scalar.parseFrom(entry.readByteArray());
        }
        default -> WireFields.skip(entry, inner);
      }
    }
    byName.put(name, valueOf(name, value));
    if (name.equals(CutWire.COUNTS) && value.hasBytes()) {
      counts = Optional.of(value.getBytes());
    }
  }

  private Object valueOf(String name, Scalar value) {
    return switch (value.getScalarCase()) {
      case DOUBLE -> finite("metric " + name, value.getDouble());
      case UINT64 -> value.getUint64();
      case SINT64 -> value.getSint64();
      case BOOL -> value.getBool();
      case STRING -> value.getString();
      case BYTES ->
        value.getBytes().size() + " bytes"; // looked into only where they were asked for
      case SCALAR_NOT_SET ->
        throw new RefusedException(Refusal.METRICS, "metric " + name, "none", "a value");
    };
  }

  /**
   * @param what it is, for the sentence about a refused one
   * @throws RefusedException for NaN and what is beyond the largest value
   */
  double finite(String what, double value) {
    if (!(Math.abs(value) <= largestValue)) { // written so that NaN fails too
      throw new RefusedException(
          Refusal.METRICS, what, value, "a finite number, at most " + largestValue);
    }
    return value;
  }

  /** Of the metric {@link CutWire#COUNTS}, as they came. */
  Optional<ByteString> counts() {
    return counts;
  }

  Map<String, Object> byName() {
    return byName;
  }
}
