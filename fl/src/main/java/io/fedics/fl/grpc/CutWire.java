package io.fedics.fl.grpc;

import com.google.protobuf.ByteString;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.grpc.wire.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How rows lie about the cut of a model, as it is told: a {@code .npy} file as bytes among the metrics of an answer that else is
 * a judgement. Whoever does not know of it judges as ever.
 */
final class CutWire {
  /** Name of the metric. */
  static final String COUNTS = "logit_counts";

  private static final int LABELS = 2;
  /** Of the metric: numbers of eight bytes, and room for heads. */
  static final int MOST_BYTES = LABELS * LogitCounts.BINS * Long.BYTES + 1024;

  private static final List<Integer> SHAPE = List.of(LABELS, LogitCounts.BINS);

  private CutWire() {}

  /** Normal rows by bin, then attacks. */
  static Scalar scalar(LogitCounts counts) {
    double[] values = LongStream.concat(
            Arrays.stream(counts.normals()), Arrays.stream(counts.attacks()))
        .asDoubleStream()
        .toArray();
    byte[] file = Npy.encode(new Tensor(new TensorSpec(ElementType.INT32, SHAPE), values));
    return Scalar.newBuilder().setBytes(ByteString.copyFrom(file)).build();
  }

  /**
   * What {@link #scalar} wrote, in any type of number.
   *
   * @throws RefusedException when it is no such file, or no counts of so many rows
   */
  static LogitCounts counts(ByteString file, AnswerLimits limits) {
    Tensor told = Npy.decode(file.asReadOnlyByteBuffer(), (double) limits.mostExamples());
    if (!told.spec().shape().equals(SHAPE)) {
      throw new RefusedException(
          Refusal.TENSOR_SHAPE, COUNTS, "shape " + told.spec().shape(), "shape " + SHAPE);
    }
    double rows = 0;
    for (double count : told.values()) {
      if (count < 0 || count != Math.rint(count)) {
        throw new RefusedException(Refusal.EXAMPLES, COUNTS, count, "whole numbers, none negative");
      }
      rows += count;
    }
    if (rows < 1 || rows > limits.mostExamples()) {
      throw new RefusedException(
          Refusal.EXAMPLES, COUNTS, rows + " rows", "1 to " + limits.mostExamples());
    }
    long[] whole = Arrays.stream(told.values()).mapToLong(count -> (long) count).toArray();
    return new LogitCounts(
        Arrays.copyOf(whole, LogitCounts.BINS),
        Arrays.copyOfRange(whole, LogitCounts.BINS, LABELS * LogitCounts.BINS));
  }
}
