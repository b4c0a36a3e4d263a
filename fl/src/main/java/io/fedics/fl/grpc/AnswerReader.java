package io.fedics.fl.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.grpc.wire.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Reads one {@code ClientMessage}, field by field as it comes, so that the first wrong thing ends it and nothing that
 * is only promised costs memory. A generated message would be whole in memory before anything could be checked.
 */
final class AnswerReader {
  private static final int MOST_TENSORS = 4096;
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
  private final AnswerMetrics metrics;
  private double loss;
  private long examples;
  private Status status = Status.getDefaultInstance();

  private AnswerReader(Question asked, AnswerLimits limits, IntFunction<double[]> arrays) {
    this.asked = asked;
    this.limits = limits;
    this.arrays = arrays;
    this.metrics = new AnswerMetrics(
        limits.largestValue(),
        asked == Question.COUNTS ? CutWire.MOST_BYTES : AnswerMetrics.MOST_BYTES);
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
    long most = asked == Question.SUMS ? ScalingWire.MOST_BYTES : limits.mostBytes();
    if (message.length() > most) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "message", message.length() + " bytes", "at most " + most);
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
    WireFields.requireBytes(tag);
    int outer = in.pushLimit(in.readRawVarint32());
    while (!in.isAtEnd()) {
      field(in);
    }
    WireFields.pop(in, outer);
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
      case EVALUATE, COUNTS -> evaluateField(in, tag, field);
      case PARAMETERS, SUMS -> {
        switch (field) {
          case 1 -> status(in, tag);
          case 2 -> parameters(in, tag);
          default -> WireFields.skip(in, tag);
        }
      }
      case PROPERTIES -> {
        switch (field) {
          case 1 -> status(in, tag);
          case 2 -> metrics.read(in, tag);
          default -> WireFields.skip(in, tag);
        }
      }
      case DISCONNECT, NONE -> WireFields.skip(in, tag);
    }
  }

  private void fitField(CodedInputStream in, int tag, int field) throws IOException {
    switch (field) {
      case 1 -> status(in, tag);
      case 2 -> parameters(in, tag);
      case 3 -> examples(in, tag);
      case 4 -> metrics.read(in, tag);
      default -> WireFields.skip(in, tag);
    }
  }

  private void evaluateField(CodedInputStream in, int tag, int field) throws IOException {
    switch (field) {
      case 1 -> status(in, tag);
      case 2 -> {
        WireFields.require(tag, WireFormat.WIRETYPE_FIXED32);
        loss = in.readFloat();
      }
      case 3 -> examples(in, tag);
      case 4 -> metrics.read(in, tag);
      default -> WireFields.skip(in, tag);
    }
  }

  private void status(CodedInputStream in, int tag) throws IOException {
    status =
        Status.parseFrom(WireFields.bytes(in, tag, MOST_STATUS_BYTES, Refusal.GARBAGE, "status"));
    if (status.getCode() != 0
        && asked != Question.PROPERTIES
        && !isNotJudged()
        && !isBudgetSpent()) {
      String message = status.getMessage();
      throw new RefusedException(
          Refusal.CLIENT_FAILED,
          "status",
          status.getCode() + " " + message.substring(0, Math.min(MOST_REASON, message.length())),
          "0");
    }
  }

  /** Flower's clients that have no {@code evaluate} say so, and are welcome. */
  private boolean isNotJudged() {
    return (asked == Question.EVALUATE || asked == Question.COUNTS)
        && status.getCode() == FederationClient.DOES_NOT_JUDGE;
  }

  /** Our own clients' last word; whoever says so goes, so nothing is gained by a lie. */
  private boolean isBudgetSpent() {
    return status.getCode() == FederationClient.FAILED
        && status.getMessage().startsWith(FederationClient.BUDGET_SPENT);
  }

  private void examples(CodedInputStream in, int tag) throws IOException {
    WireFields.require(tag, WireFormat.WIRETYPE_VARINT);
    examples = in.readInt64();
  }

  private void parameters(CodedInputStream in, int tag) throws IOException {
    WireFields.requireBytes(tag);
    int outer = in.pushLimit(in.readRawVarint32());
    while (!in.isAtEnd()) {
      int inner = in.readTag();
      if (WireFormat.getTagFieldNumber(inner) != 1) {
        WireFields.skip(in, inner);
        continue;
      }
      WireFields.requireBytes(inner);
      tensor(in);
    }
    WireFields.pop(in, outer);
  }

  private void tensor(CodedInputStream in) throws IOException {
    int index = read;
    boolean isOfSums = asked == Question.SUMS;
    int most = isOfSums ? ScalingWire.TENSORS : limits.model().map(List::size).orElse(MOST_TENSORS);
    if (index == most) {
      throw new RefusedException(
          Refusal.TENSOR_SHAPE, "tensors", "more than " + most, "at most " + most);
    }
    read++;
    int outer = in.pushLimit(in.readRawVarint32());
    if (asked == Question.FIT) {
      join(NpySource.of(in), index);
    } else if (isOfSums) {
      tensors.add(Npy.decode(
          NpySource.of(in), ScalingWire.largest(limits), spec -> ScalingWire.require(spec, index)));
    } else {
      tensors.add(Npy.decode(
          NpySource.of(in),
          limits.largestValue(),
          spec -> limits.model().ifPresent(model -> model.get(index).requireAnswer(spec, index))));
    }
    WireFields.pop(in, outer);
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

  private Answer answer() {
    if (isBudgetSpent()) {
      String message = status.getMessage();
      return new Answer.Spent(
          message.substring(0, Math.min(FederationClient.LONGEST_REASON, message.length())));
    }
    return switch (asked) {
      case NONE, DISCONNECT -> new Answer.Disconnected();
      case PROPERTIES -> new Answer.Properties(metrics.byName());
      case SUMS -> new Answer.Sums(ScalingWire.sums(tensors, limits));
      case PARAMETERS -> {
        requireWholeModel();
        yield new Answer.InitialParameters(tensors);
      }
      case FIT -> {
        requireWholeModel();
        List<List<Integer>> shapes = new ModelLayout(model()).shapes();
        yield new Answer.Updated(Tensors.of(shapes, joined), takenExamples(), metrics.byName());
      }
      case COUNTS -> new Answer.Counted(metrics.counts().map(file -> CutWire.counts(file, limits)));
      case EVALUATE ->
        isNotJudged()
            ? new Answer.NotJudged()
            : new Answer.Evaluated(metrics.finite("loss", loss), takenExamples(), metrics.byName());
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
}
