package io.fedics.ingest.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file's bytes up to a limit, counted. */
final class FileBytes extends InputStream {
  private static final int BLOCK = 1 << 16;

  private final InputStream in;
  private final long limit;
  private long count;

  private FileBytes(InputStream in, long limit) {
    this.in = in;
    this.limit = limit;
  }

  static FileBytes of(Path path, long limit) throws IOException {
    return new FileBytes(Files.newInputStream(path), limit);
  }

  /** The content: what gzip packed is unpacked, anything else is passed on. Closes {@code bytes} when it is closed. */
  static InputStream unpacked(FileBytes bytes) throws IOException {
    var buffered = new BufferedInputStream(bytes, BLOCK);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return gzip ? new GZIPInputStream(buffered, BLOCK) : buffered;
  }

  /** Bytes read so far, of the packed file. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    if (count >= limit) {
      return -1;
    }
    int read = in.read();
    count += read < 0 ? 0 : 1;
    return read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (count >= limit) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(length, limit - count));
    count += Math.max(read, 0);
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
