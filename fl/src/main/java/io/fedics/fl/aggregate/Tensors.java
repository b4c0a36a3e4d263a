package io.fedics.fl.aggregate;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a model: tensors in a fixed order, laid end to end in one array. Doubles, because what clients send
 * may be {@code <f8} and sums over many clients need the digits.
 *
 * <p>The array is not copied: who makes an instance gives it away, and nobody changes it afterwards.
 */
public final class Tensors {
  private final List<List<Integer>> shapes;
  private final double[] values;

  private Tensors(List<List<Integer>> shapes, double[] values) {
    this.shapes = shapes;
    this.values = values;
  }

  /**
   * @param shapes one per tensor, from the outermost dimension; empty for one number; no dimension is negative
   * @param values of all tensors, each in C order, end to end
   * @throws IllegalArgumentException when the shapes hold another number of elements
   */
  public static Tensors of(List<List<Integer>> shapes, double[] values) {
    List<List<Integer>> own = shapes.stream().map(List::copyOf).toList();
    long elements = own.stream().mapToLong(Tensors::elements).sum();
    if (elements != values.length) {
      throw new IllegalArgumentException("tensors: %d values (expected: %d for the shapes %s)"
          .formatted(values.length, elements, own));
    }
    return new Tensors(own, values);
  }

  /**
   * Lays tensors end to end; their values are copied.
   *
   * @param parts the values of each tensor in C order
   * @throws IllegalArgumentException when a part does not have as many values as its shape
   */
  public static Tensors join(List<List<Integer>> shapes, List<double[]> parts) {
    if (shapes.size() != parts.size()) {
      throw new IllegalArgumentException(
          "tensors: %d parts (expected: %d)".formatted(parts.size(), shapes.size()));
    }
    double[] values = new double[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (int i = 0; i < parts.size(); i++) {
      double[] part = parts.get(i);
      if (part.length != elements(shapes.get(i))) {
        throw new IllegalArgumentException(
            "tensor %d: %d values (expected: shape %s)".formatted(i, part.length, shapes.get(i)));
      }
      System.arraycopy(part, 0, values, at, part.length);
      at += part.length;
    }
    return of(shapes, values);
  }

  /** Vectors, one tensor each. */
  public static Tensors ofVectors(double[]... vectors) {
    return join(
        Arrays.stream(vectors).map(vector -> List.of(vector.length)).toList(), List.of(vectors));
  }

  public List<List<Integer>> shapes() {
    return shapes;
  }

  /** All elements of all tensors. */
  public int size() {
    return values.length;
  }

  /** Of all tensors, end to end; the instance's own array, to be read only. */
  public double[] values() {
    return values;
  }

  /** A copy of one tensor's values in C order. */
  public double[] part(int tensor) {
    int from = 0;
    for (int i = 0; i < tensor; i++) {
      from += (int) elements(shapes.get(i));
    }
    return Arrays.copyOfRange(values, from, from + (int) elements(shapes.get(tensor)));
  }

  /** Other values of the same shapes. */
  public Tensors with(double[] other) {
    if (other.length != values.length) {
      throw new IllegalArgumentException(
          "tensors: %d values (expected: %d)".formatted(other.length, values.length));
    }
    return new Tensors(shapes, other);
  }

  /** Whether no value is NaN or infinite. */
  public boolean isFinite() {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static long elements(List<Integer> shape) {
    long elements = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("shape: " + shape + " (expected: no negative size)");
      }
      elements = Math.multiplyExact(elements, (long) size);
    }
    return elements;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tensors that
        && shapes.equals(that.shapes)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * shapes.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensors" + shapes;
  }
}
