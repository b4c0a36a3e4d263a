package io.fedics.fl.grpc;

import java.util.List;

/**
 * What a tensor is without its values.
 *
 * @param shape from the outermost dimension; empty for one number; no dimension is negative
 */
public record TensorSpec(ElementType type, List<Integer> shape) {
  /** NumPy's own limit. */
  static final int MOST_DIMENSIONS = 64;

  public TensorSpec {
    shape = List.copyOf(shape);
    if (shape.size() > MOST_DIMENSIONS || shape.stream().anyMatch(size -> size < 0)) {
      throw new IllegalArgumentException(
          "shape: " + shape + " (expected: at most " + MOST_DIMENSIONS + " sizes, none negative)");
    }
  }

  /** Number of elements; {@link Long#MAX_VALUE} when there are more than a long holds. */
  public long elements() {
    if (shape.contains(0)) {
      return 0;
    }
    long elements = 1;
    for (int size : shape) {
      if (elements > Long.MAX_VALUE / size) {
        return Long.MAX_VALUE;
      }
      elements *= size;
    }
    return elements;
  }

  /**
   * Whether an answer may hold {@code answered} where this was sent: the same shape, and never whole numbers where
   * fractions belong, because they were cut. Another precision is fine.
   *
   * @throws RefusedException when not
   */
  void requireAnswer(TensorSpec answered, int index) {
    if (!shape.equals(answered.shape)) {
      throw new RefusedException(
          Refusal.TENSOR_SHAPE, "tensor " + index, "shape " + answered.shape, "shape " + shape);
    }
    if (type.isFloat() && !answered.type.isFloat()) {
      throw new RefusedException(
          Refusal.TENSOR_TYPE, "tensor " + index, answered.type.descr(), "<f2, <f4 or <f8");
    }
  }
}
