package io.fedics.fl.model.bundle;

import io.fedics.shared.error.Printable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Bytes of a bundle, format 1, big-endian: the eight letters {@code FEDICSMB}, an int 1, the number of values as an int;
 * each value as its name (int length, UTF-8), one letter for its type and its content; 32 bytes of SHA-256 over all
 * before. Types: {@code s} text, {@code S} texts, {@code l} long, {@code d} double, {@code I} ints, {@code F} floats,
 * {@code D} doubles; arrays begin with their length as an int. Names rise. Nothing in it can run.
 */
final class BundleFormat {
  private static final byte[] MAGIC = "FEDICSMB".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int HASH = 32;

  private BundleFormat() {}

  /** In one array of the right size: a bundle may be most of what a process has in memory. */
  static byte[] encode(SortedMap<String, Object> values) {
    int size = MAGIC.length + 2 * Integer.BYTES + HASH;
    for (var value : values.entrySet()) {
      size = Math.addExact(size, sizeOf(value.getKey()) + 1);
      size = Math.addExact(size, sizeOf(value.getValue()));
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put(MAGIC).putInt(VERSION).putInt(values.size());
    for (var value : values.entrySet()) {
      text(out, value.getKey());
      write(out, value.getKey(), value.getValue());
    }
    out.put(Bundle.digest(out.array(), out.position()));
    return out.array();
  }

  private static int sizeOf(Object value) {
    return switch (value) {
      case String text -> Integer.BYTES + utf8(text).length;
      case String[] texts ->
        Integer.BYTES + Arrays.stream(texts).mapToInt(BundleFormat::sizeOf).sum();
      case Long _ -> Long.BYTES;
      case Double _ -> Double.BYTES;
      case int[] ints -> Integer.BYTES + Math.multiplyExact(ints.length, Integer.BYTES);
      case float[] floats -> Integer.BYTES + Math.multiplyExact(floats.length, Float.BYTES);
      case double[] doubles -> Integer.BYTES + Math.multiplyExact(doubles.length, Double.BYTES);
      default -> throw new IllegalStateException("no such type in a bundle: " + value.getClass());
    };
  }

  private static void write(ByteBuffer out, String name, Object value) {
    switch (value) {
      case String text -> text(out.put((byte) 's'), text);
      case String[] texts -> {
        out.put((byte) 'S').putInt(texts.length);
        for (String text : texts) {
          text(out, text);
        }
      }
      case Long whole -> out.put((byte) 'l').putLong(whole);
      case Double number -> out.put((byte) 'd').putDouble(finite(name, number));
      case int[] ints -> {
        out.put((byte) 'I').putInt(ints.length);
        for (int each : ints) {
          out.putInt(each);
        }
      }
      case float[] floats -> {
        out.put((byte) 'F').putInt(floats.length);
        for (float each : floats) {
          out.putFloat((float) finite(name, each));
        }
      }
      case double[] doubles -> {
        out.put((byte) 'D').putInt(doubles.length);
        for (double each : doubles) {
          out.putDouble(finite(name, each));
        }
      }
      default -> throw new IllegalStateException("no such type in a bundle: " + value.getClass());
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void text(ByteBuffer out, String text) {
    byte[] utf8 = utf8(text);
    out.putInt(utf8.length).put(utf8);
  }

  static SortedMap<String, Object> decode(byte[] bytes) {
    int body = bytes.length - HASH;
    if (body < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new BundleException(
          "bundle: %d bytes that do not begin with FEDICSMB (expected: a model bundle)"
              .formatted(bytes.length));
    }
    if (!Arrays.equals(Bundle.digest(bytes, body), Arrays.copyOfRange(bytes, body, bytes.length))) {
      throw new BundleException(
          "bundle: the SHA-256 at its end is not that of its content (cut or altered)");
    }
    try {
      return read(ByteBuffer.wrap(bytes, MAGIC.length, body - MAGIC.length));
    } catch (BufferUnderflowException e) {
      throw new BundleException("bundle: it ends inside a value", e);
    }
  }

  private static SortedMap<String, Object> read(ByteBuffer in) {
    int version = in.getInt();
    if (version != VERSION) {
      throw new BundleException("bundle: format %d (expected: %d)".formatted(version, VERSION));
    }
    SortedMap<String, Object> values = new TreeMap<>();
    for (int left = in.getInt(); left > 0; left--) {
      String name = text(in);
      values.put(name, value(in, name));
    }
    if (in.hasRemaining()) {
      throw new BundleException(
          "bundle: %d bytes behind the last value (expected: none)".formatted(in.remaining()));
    }
    return values;
  }

  private static Object value(ByteBuffer in, String name) {
    int type = Byte.toUnsignedInt(in.get());
    return switch (type) {
      case 's' -> text(in);
      case 'S' -> texts(in);
      case 'l' -> in.getLong();
      case 'd' -> finite(name, in.getDouble());
      case 'I' -> ints(in);
      case 'F' -> floats(in, name);
      case 'D' -> doubles(in, name);
      default ->
        throw new BundleException("bundle: %s has type %d (expected: one of s S l d I F D)"
            .formatted(Printable.of(name), type));
    };
  }

  private static String[] texts(ByteBuffer in) {
    String[] texts = new String[length(in, Integer.BYTES)];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text(in);
    }
    return texts;
  }

  private static int[] ints(ByteBuffer in) {
    int[] ints = new int[length(in, Integer.BYTES)];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = in.getInt();
    }
    return ints;
  }

  private static float[] floats(ByteBuffer in, String name) {
    float[] floats = new float[length(in, Float.BYTES)];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) finite(name, in.getFloat());
    }
    return floats;
  }

  private static double[] doubles(ByteBuffer in, String name) {
    double[] doubles = new double[length(in, Double.BYTES)];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = finite(name, in.getDouble());
    }
    return doubles;
  }

  private static String text(ByteBuffer in) {
    byte[] utf8 = new byte[length(in, 1)];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Never more than what is there, so that a lying length costs no memory. */
  private static int length(ByteBuffer in, int bytesEach) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() / bytesEach) {
      throw new BundleException(
          "bundle: a length of %d with %d bytes left".formatted(length, in.remaining()));
    }
    return length;
  }

  private static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new BundleException(
          "bundle: %s holds %s (expected: finite numbers)".formatted(Printable.of(name), value));
    }
    return value;
  }
}
