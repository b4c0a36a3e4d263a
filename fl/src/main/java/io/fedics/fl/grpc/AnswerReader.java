package io.fedics.fl.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.grpc.wire.Scalar;
import io.fedics.fl.grpc.wire.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Reads one {@code ClientMessage}, field by field as it comes, so that the first wrong thing ends it and nothing that
 * is only promised costs memory. A generated message would be whole in memory before anything could be checked.
 */
final class AnswerReader {
  private static final int MOST_TENSORS = 4096;
  private static final int MOST_METRICS = 256;
  private static final int MOST_METRIC_BYTES = 4096;
  private static final int MOST_STATUS_BYTES = 4096;
  private static final int MOST_REASON = 200;

  private final AnswerLimits limits;
  private final Question asked;

  private final List<Tensor> tensors = new ArrayList<>();

  /** Of an update, which is put end to end as it is read: a model is megabytes. */
  private double[] joined = new double[0];

  private final IntFunction<double[]> arrays;

  private int filled;
  private int read;
  private final Map<String, Object> metrics = new HashMap<>();
  private double loss;
  private long examples;
  private Status status = Status.getDefaultInstance();

  private AnswerReader(Question asked, AnswerLimits limits, IntFunction<double[]> arrays) {
    this.asked = asked;
    this.limits = limits;
    this.arrays = arrays;
  }

  /**
   * @param message all of it
   * @param arrays give one of so many numbers for an update's, whatever is in it
   * @throws RefusedException for every message that is not a whole, sound answer to {@code asked}
   */
  static Answer read(
      ByteBlocks.Message message,
      Question asked,
      AnswerLimits limits,
      IntFunction<double[]> arrays) {
    if (message.length() > limits.mostBytes()) {
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "message",
          message.length() + " bytes",
          "at most " + limits.mostBytes());
    }
    CodedInputStream in = CodedInputStream.newInstance(message.open());
    try {
      int _ = in.pushLimit(message.length()); // so that no length within can promise more
      return new AnswerReader(asked, limits, arrays).message(in);
    } catch (IOException e) {
      throw new RefusedException(
          Refusal.GARBAGE, "message", String.valueOf(e.getMessage()), "protobuf");
    }
  }

  private Answer message(CodedInputStream in) throws IOException {
    int tag = in.readTag();
    int kind = WireFormat.getTagFieldNumber(tag);
    if (asked == Question.NONE || kind != asked.field()) {
      throw new RefusedException(
          Refusal.WRONG_KIND, "answer", "of kind " + kind, asked.name().toLowerCase(Locale.ROOT));
    }
    requireBytes(tag);
    int outer = in.pushLimit(in.readRawVarint32());
    while (!in.isAtEnd()) {
      field(in);
    }
    pop(in, outer);
    if (!in.isAtEnd()) {
      throw new RefusedException(Refusal.GARBAGE, "message", "more after the answer", "one answer");
    }
    return answer();
  }

  private void field(CodedInputStream in) throws IOException {
    int tag = in.readTag();
    int field = WireFormat.getTagFieldNumber(tag);
    switch (asked) {
      case FIT -> fitField(in, tag, field);
      case EVALUATE -> evaluateField(in, tag, field);
      case PARAMETERS -> {
        switch (field) {
          case 1 -> status(in, tag);
          case 2 -> parameters(in, tag);
          default -> skip(in, tag);
        }
      }
      case PROPERTIES -> {
        switch (field) {
          case 1 -> status(in, tag);
          case 2 -> metric(in, tag);
          default -> skip(in, tag);
        }
      }
      case DISCONNECT, NONE -> skip(in, tag);
    }
  }

  private void fitField(CodedInputStream in, int tag, int field) throws IOException {
    switch (field) {
      case 1 -> status(in, tag);
      case 2 -> parameters(in, tag);
      case 3 -> examples(in, tag);
      case 4 -> metric(in, tag);
      default -> skip(in, tag);
    }
  }

  private void evaluateField(CodedInputStream in, int tag, int field) throws IOException {
    switch (field) {
      case 1 -> status(in, tag);
      case 2 -> {
        require(tag, WireFormat.WIRETYPE_FIXED32);
        loss = in.readFloat();
      }
      case 3 -> examples(in, tag);
      case 4 -> metric(in, tag);
      default -> skip(in, tag);
    }
  }

  private void status(CodedInputStream in, int tag) throws IOException {
    status = Status.parseFrom(bytes(in, tag, MOST_STATUS_BYTES, Refusal.GARBAGE, "status"));
    if (status.getCode() != 0 && asked != Question.PROPERTIES) {
      String message = status.getMessage();
      throw new RefusedException(
          Refusal.CLIENT_FAILED,
          "status",
          status.getCode() + " " + message.substring(0, Math.min(MOST_REASON, message.length())),
          "0");
    }
  }

  private void examples(CodedInputStream in, int tag) throws IOException {
    require(tag, WireFormat.WIRETYPE_VARINT);
    examples = in.readInt64();
  }

  private void parameters(CodedInputStream in, int tag) throws IOException {
    requireBytes(tag);
    int outer = in.pushLimit(in.readRawVarint32());
    while (!in.isAtEnd()) {
      int inner = in.readTag();
      if (WireFormat.getTagFieldNumber(inner) != 1) {
        skip(in, inner);
        continue;
      }
      requireBytes(inner);
      tensor(in);
    }
    pop(in, outer);
  }

  private void tensor(CodedInputStream in) throws IOException {
    int index = read;
    int most = limits.model().map(List::size).orElse(MOST_TENSORS);
    if (index == most) {
      throw new RefusedException(
          Refusal.TENSOR_SHAPE, "tensors", "more than " + most, "at most " + most);
    }
    read++;
    int outer = in.pushLimit(in.readRawVarint32());
    if (asked == Question.FIT) {
      join(NpySource.of(in), index);
    } else {
      tensors.add(Npy.decode(
          NpySource.of(in),
          limits.largestValue(),
          spec -> limits.model().ifPresent(model -> model.get(index).requireAnswer(spec, index))));
    }
    pop(in, outer);
  }

  private void join(NpySource file, int index) throws IOException {
    List<TensorSpec> model = model();
    if (index == 0) {
      joined = arrays.apply(
          Math.toIntExact(model.stream().mapToLong(TensorSpec::elements).sum()));
    }
    Npy.decode(
        file,
        limits.largestValue(),
        spec -> model.get(index).requireAnswer(spec, index),
        joined,
        filled);
    filled += (int) model.get(index).elements();
  }

  /** Nobody is asked to train before there is a model. */
  private List<TensorSpec> model() {
    return limits.model().orElseThrow();
  }

  private void metric(CodedInputStream in, int tag) throws IOException {
    if (metrics.size() == MOST_METRICS) {
      throw new RefusedException(
          Refusal.METRICS, "metrics", "more than " + MOST_METRICS, "at most " + MOST_METRICS);
    }
    var entry = CodedInputStream.newInstance(
        bytes(in, tag, MOST_METRIC_BYTES, Refusal.METRICS, "a metric"));
    String name = "";
    Scalar value = Scalar.getDefaultInstance();
    while (!entry.isAtEnd()) {
      int inner = entry.readTag();
      switch (WireFormat.getTagFieldNumber(inner)) {
        case 1 -> {
          requireBytes(inner);
          name = entry.readStringRequireUtf8();
        }
        case 2 -> {
          requireBytes(inner);
          value = Scalar.parseFrom(entry.readByteArray());
        }
        default -> skip(entry, inner);
      }
    }
    metrics.put(name, valueOf(name, value));
  }

  private Object valueOf(String name, Scalar value) {
    return switch (value.getScalarCase()) {
      case DOUBLE -> taken(Refusal.METRICS, "metric " + name, value.getDouble());
      case UINT64 -> value.getUint64();
      case SINT64 -> value.getSint64();
      case BOOL -> value.getBool();
      case STRING -> value.getString();
      case BYTES -> value.getBytes().size() + " bytes"; // never looked into
      case SCALAR_NOT_SET ->
        throw new RefusedException(Refusal.METRICS, "metric " + name, "none", "a value");
    };
  }

  private double taken(Refusal refusal, String what, double value) {
    if (!(Math.abs(value) <= limits.largestValue())) { // written so that NaN fails too
      throw new RefusedException(
          refusal, what, value, "a finite number, at most " + limits.largestValue());
    }
    return value;
  }

  private Answer answer() {
    return switch (asked) {
      case NONE, DISCONNECT -> new Answer.Disconnected();
      case PROPERTIES -> new Answer.Properties(metrics);
      case PARAMETERS -> {
        requireWholeModel();
        yield new Answer.InitialParameters(tensors);
      }
      case FIT -> {
        requireWholeModel();
        List<List<Integer>> shapes = new ModelLayout(model()).shapes();
        yield new Answer.Updated(Tensors.of(shapes, joined), takenExamples(), metrics);
      }
      case EVALUATE ->
        new Answer.Evaluated(taken(Refusal.METRICS, "loss", loss), takenExamples(), metrics);
    };
  }

  private void requireWholeModel() {
    int least = limits.model().map(List::size).orElse(1);
    if (read < least) {
      throw new RefusedException(Refusal.TENSOR_SHAPE, "tensors", read, "" + least);
    }
  }

  private long takenExamples() {
    if (examples < 1 || examples > limits.mostExamples()) {
      throw new RefusedException(
          Refusal.EXAMPLES, "examples", examples, "1 to " + limits.mostExamples());
    }
    return examples;
  }

  /** A short field, whole. */
  private static byte[] bytes(CodedInputStream in, int tag, int most, Refusal refusal, String what)
      throws IOException {
    requireBytes(tag);
    int length = in.readRawVarint32();
    if (length < 0 || length > most) {
      throw new RefusedException(refusal, what, length + " bytes", "at most " + most);
    }
    return in.readRawBytes(length);
  }

  /** Ends a part. The end of the buffer looks like the end of the part, also when more was promised. */
  private static void pop(CodedInputStream in, int outer) {
    if (in.getBytesUntilLimit() != 0) {
      throw new RefusedException(
          Refusal.GARBAGE, "message", "cut", in.getBytesUntilLimit() + " more bytes");
    }
    in.popLimit(outer);
  }

  /** Fields we do not know are allowed, as everywhere in protobuf. */
  private static void skip(CodedInputStream in, int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new RefusedException(Refusal.GARBAGE, "message", "an end of nothing", "a field");
    }
  }

  private static void requireBytes(int tag) {
    require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  }

  private static void require(int tag, int wireType) {
    if (WireFormat.getTagWireType(tag) != wireType) {
      throw new RefusedException(
          Refusal.GARBAGE,
          "field " + WireFormat.getTagFieldNumber(tag),
          "wire type " + WireFormat.getTagWireType(tag),
          "" + wireType);
    }
  }
}
