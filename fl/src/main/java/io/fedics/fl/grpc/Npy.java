package io.fedics.fl.grpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Tensors as {@code .npy} files. Nothing is ever unpickled, and no memory is taken for what is only promised. */
public final class Npy {
  /** A multiple of the size of every element. */
  private static final int PIECE_BYTES = 64 << 10;

  private Npy() {}

  /** Where a file goes. */
  interface Sink {
    /**
     * @param count of the first bytes that count
     */
    void take(byte[] bytes, int count);
  }

  /** The whole file, C order. Values are rounded to the tensor's type. */
  public static byte[] encode(Tensor tensor) {
    ByteBuffer out = ByteBuffer.allocate(bytesOf(tensor.spec()));
    write(tensor.spec(), tensor.values(), 0, (bytes, count) -> out.put(bytes, 0, count));
    return out.array();
  }

  /** Bytes of the whole file. */
  static int bytesOf(TensorSpec spec) {
    return Math.toIntExact(Math.addExact(
        NpyHeader.write(spec).length,
        Math.multiplyExact(spec.elements(), spec.type().bytes())));
  }

  /**
   * As {@link #encode}, piece by piece.
   *
   * @param values that hold the tensor's from {@code from} on
   * @param sink takes each piece before the next one is made in the same place
   */
  static void write(TensorSpec spec, double[] values, int from, Sink sink) {
    byte[] head = NpyHeader.write(spec);
    sink.take(head, head.length);
    byte[] bytes = new byte[PIECE_BYTES];
    ByteBuffer piece = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int end = from + (int) spec.elements();
    int inPiece = PIECE_BYTES / spec.type().bytes();
    for (int at = from; at < end; at += inPiece) {
      piece.clear();
      for (int i = at; i < Math.min(end, at + inPiece); i++) {
        spec.type().write(piece, values[i]);
      }
      sink.take(bytes, piece.position());
    }
  }

  /**
   * Reads one file.
   *
   * @param file read from its position to its limit; its position is not moved
   * @param largest greatest magnitude of a value that is taken, positive
   * @throws RefusedException when it is no such file, its length is not what its head says, or a value is not finite
   */
  public static Tensor decode(ByteBuffer file, double largest) {
    try {
      return decode(NpySource.of(file), largest, spec -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a buffer cannot break
    }
  }

  /** As {@link #decode(ByteBuffer, double)}; {@code check} sees the head before any element is read. */
  static Tensor decode(NpySource file, double largest, Consumer<TensorSpec> check)
      throws IOException {
    NpyHeader head = head(file, check);
    double[] values = new double[(int) head.spec().elements()];
    values(file, head, largest, values, 0);
    return new Tensor(head.spec(), values);
  }

  /**
   * Reads one file into an array.
   *
   * @param check sees the head before any element is read; throws when there is no room for it
   * @param at where its first element goes
   */
  static void decode(
      NpySource file, double largest, Consumer<TensorSpec> check, double[] to, int at)
      throws IOException {
    values(file, head(file, check), largest, to, at);
  }

  private static NpyHeader head(NpySource in, Consumer<TensorSpec> check) throws IOException {
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

  private static void values(NpySource in, NpyHeader head, double largest, double[] to, int at)
      throws IOException {
    TensorSpec spec = head.spec();
    int elements = (int) spec.elements();
    int i = 0;
    while (i < elements) {
      ByteBuffer piece = in.next(Math.min(in.remaining(), PIECE_BYTES));
      for (; piece.hasRemaining(); i++) {
        to[at + i] = taken(spec.type().read(piece), i, largest);
      }
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
