package io.fedics.fl.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  static byte[] encode(SortedMap<String, Object> values) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeInt(VERSION);
      out.writeInt(values.size());
      for (var value : values.entrySet()) {
        text(out, value.getKey());
        write(out, value.getKey(), value.getValue());
      }
      byte[] body = bytes.toByteArray();
      out.write(Bundle.digest(body, body.length));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String name, Object value) throws IOException {
    switch (value) {
      case String text -> {
        out.writeByte('s');
        text(out, text);
      }
      case String[] texts -> {
        out.writeByte('S');
        out.writeInt(texts.length);
        for (String text : texts) {
          text(out, text);
        }
      }
      case Long whole -> {
        out.writeByte('l');
        out.writeLong(whole);
      }
      case Double number -> {
        out.writeByte('d');
        out.writeDouble(finite(name, number));
      }
      case int[] ints -> {
        out.writeByte('I');
        out.writeInt(ints.length);
        for (int each : ints) {
          out.writeInt(each);
        }
      }
      case float[] floats -> {
        out.writeByte('F');
        out.writeInt(floats.length);
        for (float each : floats) {
          out.writeFloat((float) finite(name, each));
        }
      }
      case double[] doubles -> {
        out.writeByte('D');
        out.writeInt(doubles.length);
        for (double each : doubles) {
          out.writeDouble(finite(name, each));
        }
      }
      default -> throw new IllegalStateException("no such type in a bundle: " + value.getClass());
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
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
    try (var in =
        new DataInputStream(new ByteArrayInputStream(bytes, MAGIC.length, body - MAGIC.length))) {
      return read(in);
    } catch (IOException e) {
      throw new BundleException("bundle: it ends inside a value", e);
    }
  }

  private static SortedMap<String, Object> read(DataInputStream in) throws IOException {
    int version = in.readInt();
    if (version != VERSION) {
      throw new BundleException("bundle: format %d (expected: %d)".formatted(version, VERSION));
    }
    SortedMap<String, Object> values = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = text(in);
      values.put(name, value(in, name));
    }
    if (in.available() > 0) {
      throw new BundleException(
          "bundle: %d bytes behind the last value (expected: none)".formatted(in.available()));
    }
    return values;
  }

  private static Object value(DataInputStream in, String name) throws IOException {
    int type = in.readUnsignedByte();
    return switch (type) {
      case 's' -> text(in);
      case 'S' -> texts(in);
      case 'l' -> in.readLong();
      case 'd' -> finite(name, in.readDouble());
      case 'I' -> ints(in);
      case 'F' -> floats(in, name);
      case 'D' -> doubles(in, name);
      default ->
        throw new BundleException(
            "bundle: %s has type %d (expected: one of s S l d I F D)".formatted(name, type));
    };
  }

  private static String[] texts(DataInputStream in) throws IOException {
    String[] texts = new String[length(in, Integer.BYTES)];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text(in);
    }
    return texts;
  }

  private static int[] ints(DataInputStream in) throws IOException {
    int[] ints = new int[length(in, Integer.BYTES)];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = in.readInt();
    }
    return ints;
  }

  private static float[] floats(DataInputStream in, String name) throws IOException {
    float[] floats = new float[length(in, Float.BYTES)];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) finite(name, in.readFloat());
    }
    return floats;
  }

  private static double[] doubles(DataInputStream in, String name) throws IOException {
    double[] doubles = new double[length(in, Double.BYTES)];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = finite(name, in.readDouble());
    }
    return doubles;
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(length(in, 1)), StandardCharsets.UTF_8);
  }

  /** Never more than what is there, so that a lying length costs no memory. */
  private static int length(DataInputStream in, int bytesEach) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available() / bytesEach) {
      throw new BundleException(
          "bundle: a length of %d with %d bytes left".formatted(length, in.available()));
    }
    return length;
  }

  private static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new BundleException(
          "bundle: %s holds %s (expected: finite numbers)".formatted(name, value));
    }
    return value;
  }
}
