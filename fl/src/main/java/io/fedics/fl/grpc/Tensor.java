package io.fedics.fl.grpc;

import java.util.List;

/** Numbers in C order with what they were on the wire. The values are not copied: who makes it gives them away. */
public final class Tensor {
  private final TensorSpec spec;
  private final double[] values;

  /**
   * @param values C order, as many as the shape has elements
   * @throws IllegalArgumentException when their number is another
   */
  public Tensor(TensorSpec spec, double[] values) {
    if (spec.elements() != values.length) {
      throw new IllegalArgumentException(
          "tensor: %d values (expected: %d)".formatted(values.length, spec.elements()));
    }
    this.spec = spec;
    this.values = values;
  }

  /** A vector of doubles. */
  public static Tensor of(double... values) {
    return new Tensor(new TensorSpec(ElementType.FLOAT64, List.of(values.length)), values);
  }

  public TensorSpec spec() {
    return spec;
  }

  /** In C order; the tensor's own array. */
  public double[] values() {
    return values;
  }
}
