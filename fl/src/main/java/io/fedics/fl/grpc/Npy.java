package io.fedics.fl.grpc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Tensors as {@code .npy} files. Nothing is ever unpickled, and no memory is taken for what is only promised. */
public final class Npy {

  private Npy() {}

  /** The whole file, C order. Values are rounded to the tensor's type. */
  public static byte[] encode(Tensor tensor) {
    byte[] head = NpyHeader.write(tensor.spec());
    ElementType type = tensor.spec().type();
    ByteBuffer out = ByteBuffer.allocate(
            Math.addExact(head.length, Math.multiplyExact(tensor.values().length, type.bytes())))
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(head);
    for (double value : tensor.values()) {
      type.write(out, value);
    }
    return out.array();
  }

  /**
   * Reads one file.
   *
   * @param file read from its position to its limit; its position is not moved
   * @param largest greatest magnitude of a value that is taken, positive
   * @throws RefusedException when it is no such file, its length is not what its head says, or a value is not finite
   */
  public static Tensor decode(ByteBuffer file, double largest) {
    return decode(file, largest, spec -> {});
  }

  /** As {@link #decode(ByteBuffer, double)}; {@code check} sees the head before any element is read. */
  static Tensor decode(ByteBuffer file, double largest, Consumer<TensorSpec> check) {
    ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    NpyHeader head = head(in, check);
    double[] values = new double[(int) head.spec().elements()];
    values(in, head, largest, values, 0);
    return new Tensor(head.spec(), values);
  }

  /**
   * Reads one file into an array.
   *
   * @param check sees the head before any element is read; throws when there is no room for it
   * @param at where its first element goes
   */
  static void decode(
      ByteBuffer file, double largest, Consumer<TensorSpec> check, double[] to, int at) {
    ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    values(in, head(in, check), largest, to, at);
  }

  private static NpyHeader head(ByteBuffer in, Consumer<TensorSpec> check) {
    NpyHeader head = NpyHeader.read(in);
    TensorSpec spec = head.spec();
    check.accept(spec);
    int bytes = spec.type().bytes();
    if (spec.elements() != in.remaining() / bytes || in.remaining() % bytes != 0) {
      throw new RefusedException(
          Refusal.TENSOR_HEADER,
          "tensor of shape " + spec.shape(),
          in.remaining() + " bytes of values",
          spec.elements() + " times " + bytes);
    }
    return head;
  }

  private static void values(ByteBuffer in, NpyHeader head, double largest, double[] to, int at) {
    TensorSpec spec = head.spec();
    int elements = (int) spec.elements();
    for (int i = 0; i < elements; i++) {
      to[at + i] = taken(spec.type().read(in), i, largest);
    }
    if (head.fortranOrder()) {
      double[] rows = inRows(Arrays.copyOfRange(to, at, at + elements), spec.shape());
      System.arraycopy(rows, 0, to, at, elements);
    }
  }

  private static double taken(double value, int index, double largest) {
    if (!(Math.abs(value) <= largest)) { // written so that NaN fails too
      throw new RefusedException(
          Refusal.TENSOR_VALUE,
          "tensor value " + index,
          value,
          "an exact, finite number, at most " + largest);
    }
    return value;
  }

  /** From columns first to rows first. */
  private static double[] inRows(double[] columns, List<Integer> shape) {
    double[] rows = new double[columns.length];
    int[] index = new int[shape.size()];
    for (int from = 0; from < columns.length; from++) {
      int to = 0;
      for (int dimension = 0; dimension < index.length; dimension++) {
        to = to * shape.get(dimension) + index[dimension];
      }
      rows[to] = columns[from];
      for (int dimension = 0; dimension < index.length; dimension++) {
        if (++index[dimension] < shape.get(dimension)) {
          break;
        }
        index[dimension] = 0;
      }
    }
    return rows;
  }
}
