package io.fedics.fl.train.lstm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Windows in a file: nothing but float32 values, little-endian, row-major, shape [windows, steps, features]. */
public final class WindowsFile {
  private static final int CHUNK = 1 << 20;

  private WindowsFile() {}

  /**
   * Writes a new file or replaces one.
   *
   * @param values those to write come first
   * @param length how many of them
   */
  public static void write(Path file, float[] values, int length) throws IOException {
    try (var channel = FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = buffer();
      for (int from = 0; from < length; from += CHUNK / Float.BYTES) {
        int count = Math.min(CHUNK / Float.BYTES, length - from);
        bytes.clear();
        bytes.asFloatBuffer().put(values, from, count);
        bytes.limit(count * Float.BYTES);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    }
  }

  /**
   * Reads all.
   *
   * @param windowValues values of one window
   * @throws IllegalArgumentException when the file is empty, holds no whole windows or more than an array can
   */
  public static float[] read(Path file, int windowValues) throws IOException {
    long size = Files.size(file);
    long windowBytes = (long) windowValues * Float.BYTES;
    if (size == 0 || size % windowBytes != 0 || size / Float.BYTES > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%s: %d bytes (expected: windows of %d bytes each, at least one, at most 8 GB)"
              .formatted(file.getFileName(), size, windowBytes));
    }
    float[] values = new float[(int) (size / Float.BYTES)];
    try (var channel = FileChannel.open(file)) {
      ByteBuffer bytes = buffer();
      for (int at = 0; at < values.length; at += bytes.remaining() / Float.BYTES) {
        bytes.clear();
        bytes.limit((int) Math.min(CHUNK, (long) (values.length - at) * Float.BYTES));
        while (bytes.hasRemaining()) {
          if (channel.read(bytes) < 0) {
            throw new IOException(file.getFileName() + " became shorter while it was read");
          }
        }
        bytes.flip();
        bytes.asFloatBuffer().get(values, at, bytes.remaining() / Float.BYTES);
      }
    }
    return values;
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
  }
}
