package io.fedics.fl.grpc;

import com.google.protobuf.ByteString;
import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.grpc.wire.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How sites scale alike, as it is told: sums of rows in place of parameters; what comes of them goes beside every model.
 */
final class ScalingWire {
  private static final String MEANS = "feature_means";
  private static final String DEVIATIONS = "feature_deviations";

  /** Rows, sums, sums of squares. */
  static final int TENSORS = 3;

  private static final int MOST_FEATURES = 4096;
  /** Of an answer: two vectors of doubles, and room for heads. */
  static final long MOST_BYTES = 2L * MOST_FEATURES * Double.BYTES + 4096;

  private ScalingWire() {}

  /** An answer: one number of rows, then two vectors. */
  static List<Tensor> tensors(FeatureSums sums) {
    var rows = new TensorSpec(ElementType.FLOAT64, List.of());
    return List.of(
        new Tensor(rows, new double[] {sums.rows()}),
        Tensor.of(sums.sums()),
        Tensor.of(sums.squares()));
  }

  /**
   * @param index of a tensor of an answer
   * @throws RefusedException when no such tensor belongs there; before its values are read
   */
  static void require(TensorSpec spec, int index) {
    List<Integer> shape = spec.shape();
    boolean fits = index == 0
        ? spec.elements() == 1
        : shape.size() == 1 && shape.getFirst() >= 1 && shape.getFirst() <= MOST_FEATURES;
    if (!fits) {
      throw new RefusedException(
          Refusal.TENSOR_SHAPE,
          "tensor " + index + " of sums",
          "shape " + shape,
          index == 0 ? "one number of rows" : "1 to " + MOST_FEATURES + " features");
    }
  }

  /** Greatest magnitude that any sum may have. */
  static double largest(AnswerLimits limits) {
    return limits.largestValue() * limits.mostExamples();
  }

  /**
   * @param tensors each of which {@link #require} took
   * @throws RefusedException when they are no sums of so many rows
   */
  static FeatureSums sums(List<Tensor> tensors, AnswerLimits limits) {
    if (tensors.size() != TENSORS) {
      throw new RefusedException(
          Refusal.TENSOR_SHAPE, "tensors of sums", tensors.size(), "" + TENSORS);
    }
    double rows = tensors.getFirst().values()[0];
    if (rows < 1 || rows > limits.mostExamples() || rows != Math.rint(rows)) {
      throw new RefusedException(
          Refusal.EXAMPLES, "rows", rows, "a whole number, 1 to " + limits.mostExamples());
    }
    double[] sums = tensors.get(1).values();
    double[] squares = tensors.get(2).values();
    if (sums.length != squares.length) {
      throw new RefusedException(
          Refusal.TENSOR_SHAPE, "sums of squares", squares.length, "" + sums.length);
    }
    requireAtMost(limits.largestValue() * rows, sums);
    requireAtMost(limits.largestValue() * rows, squares);
    return new FeatureSums((long) rows, sums, squares);
  }

  private static void requireAtMost(double largest, double[] sums) {
    for (double sum : sums) {
      if (Math.abs(sum) > largest) {
        throw new RefusedException(
            Refusal.TENSOR_VALUE, "sum", sum, "at most " + largest + " for so many rows");
      }
    }
  }

  /** Beside a model; nothing where sites scale as they like. */
  static Map<String, Scalar> config(Optional<Standardisation> scaling) {
    return scaling
        .map(it -> Map.of(MEANS, file(it.means()), DEVIATIONS, file(it.deviations())))
        .orElse(Map.of());
  }

  private static Scalar file(double[] values) {
    byte[] file = Npy.encode(Tensor.of(values));
    return Scalar.newBuilder().setBytes(ByteString.copyFrom(file)).build();
  }

  /**
   * What {@link #config} wrote.
   *
   * @throws RefusedException when it is no {@code .npy} file
   * @throws IllegalArgumentException when these are no means and deviations
   */
  static Optional<Standardisation> read(Map<String, Scalar> config) {
    Scalar means = config.get(MEANS);
    Scalar deviations = config.get(DEVIATIONS);
    return means == null || deviations == null
        ? Optional.empty()
        : Optional.of(new Standardisation(values(means), values(deviations)));
  }

  private static double[] values(Scalar file) {
    return Npy.decode(file.getBytes().asReadOnlyByteBuffer(), Double.MAX_VALUE).values();
  }
}
