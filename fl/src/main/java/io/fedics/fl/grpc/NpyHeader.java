package io.fedics.fl.grpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Head of a {@code .npy} file, version 1.0: magic, version, little-endian length, and a Python dictionary of exactly
 * {@code descr}, {@code fortran_order} and {@code shape}. Only that literal is read; nothing is evaluated.
 *
 * <p>Source: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 *
 * @param fortranOrder whether the first index runs fastest
 */
record NpyHeader(TensorSpec spec, boolean fortranOrder) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int FIXED = MAGIC.length + Short.BYTES;
  private static final int ALIGNMENT = 64;
  /** NumPy writes 128 bytes for any tensor of a model; a longer head is an attack on the parser. */
  private static final int MOST_BYTES = 1024;

  private static final Pattern ENTRY = Pattern.compile(
      "\\s*'(descr|fortran_order|shape)'\\s*:\\s*('[^']*'|True|False|\\([0-9, ]*\\)|\\[.*])\\s*(,|$)");

  /**
   * Reads the head; what the source has next is the first element.
   *
   * @throws RefusedException of kind TENSOR_HEADER or TENSOR_TYPE
   */
  static NpyHeader read(NpySource in) throws IOException {
    if (in.remaining() < FIXED) {
      throw refused(in.remaining() + " bytes", "a .npy file");
    }
    ByteBuffer fixed = in.next(FIXED);
    for (byte expected : MAGIC) {
      if (fixed.get() != expected) {
        throw refused("another beginning", "magic and version of .npy 1.0");
      }
    }
    int length = Short.toUnsignedInt(fixed.getShort());
    if (length > MOST_BYTES || length > in.remaining()) {
      throw refused(
          "a head of " + length + " bytes",
          "at most " + Math.min(MOST_BYTES, in.remaining()) + " bytes");
    }
    byte[] text = new byte[length];
    in.next(length).get(text);
    return parse(new String(text, StandardCharsets.ISO_8859_1).strip());
  }

  private static NpyHeader parse(String text) {
    if (!text.startsWith("{") || !text.endsWith("}")) {
      throw refused(text, "a dictionary");
    }
    String descr = "";
    String order = "";
    String shape = "";
    String entries = text.substring(1, text.length() - 1).strip();
    Matcher entry = ENTRY.matcher(entries);
    int end = 0;
    while (entry.find() && entry.start() == end) {
      end = entry.end();
      switch (entry.group(1)) {
        case "descr" -> descr = once(descr, entry.group(2));
        case "fortran_order" -> order = once(order, entry.group(2));
        default -> shape = once(shape, entry.group(2));
      }
    }
    if (end != entries.length() || !order.matches("True|False") || !shape.startsWith("(")) {
      throw refused(text, "descr, fortran_order and shape");
    }
    return new NpyHeader(new TensorSpec(typeOf(descr), shapeOf(shape)), order.equals("True"));
  }

  private static String once(String before, String value) {
    if (!before.isEmpty()) {
      throw refused("a key twice", "descr, fortran_order and shape");
    }
    return value;
  }

  private static ElementType typeOf(String descr) {
    String name = descr.replace("'", "");
    return ElementType.of(name)
        .orElseThrow(() -> new RefusedException(
            Refusal.TENSOR_TYPE, "tensor type", name, "<f2, <f4, <f8, <i4, <i8 or |b1"));
  }

  private static List<Integer> shapeOf(String text) {
    var shape = new ArrayList<Integer>();
    String inside = text.substring(1, text.length() - 1).strip();
    if (inside.isEmpty()) {
      return shape;
    }
    String[] sizes = inside.split(",", -1);
    boolean endsWithComma = sizes[sizes.length - 1].isBlank();
    if (sizes.length == 1) {
      throw refused(text, "a tuple"); // (3) is a number
    }
    int dimensions = sizes.length - (endsWithComma ? 1 : 0);
    if (dimensions > TensorSpec.MOST_DIMENSIONS) {
      throw refused(dimensions + " dimensions", "at most " + TensorSpec.MOST_DIMENSIONS);
    }
    for (int i = 0; i < dimensions; i++) {
      shape.add(sizeOf(sizes[i].strip(), text));
    }
    return shape;
  }

  private static int sizeOf(String size, String shape) {
    try {
      return Integer.parseInt(size);
    } catch (NumberFormatException e) {
      throw refused("shape " + shape, "whole numbers up to " + Integer.MAX_VALUE);
    }
  }

  /** Whole bytes of the head, padded so that the elements begin at a multiple of 64. */
  static byte[] write(TensorSpec spec) {
    var shape = new StringBuilder("(");
    for (int i = 0; i < spec.shape().size(); i++) {
      shape.append(i == 0 ? "" : " ").append(spec.shape().get(i)).append(',');
    }
    if (spec.shape().size() > 1) {
      shape.setLength(shape.length() - 1);
    }
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': %s), }"
        .formatted(spec.type().descr(), shape);
    int unpadded = FIXED + text.length() + 1;
    text += " ".repeat((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT) + "\n";
    ByteBuffer out = ByteBuffer.allocate(FIXED + text.length()).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putShort((short) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    return out.array();
  }

  private static RefusedException refused(String value, String expected) {
    return new RefusedException(Refusal.TENSOR_HEADER, "tensor header", value, expected);
  }
}
