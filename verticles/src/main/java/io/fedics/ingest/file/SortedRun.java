package io.fedics.ingest.file;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Sorted flows spilled to disk. The file has no name any more once it is open, so nothing is left behind however the
 * process ends.
 */
final class SortedRun implements Iterator<PackedFlow>, AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private final DataInputStream in;
  private Optional<PackedFlow> head;

  private SortedRun(FileChannel channel) throws IOException {
    this.channel = channel;
    this.in =
        new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER));
    this.head = read();
  }

  /**
   * Writes and opens it.
   *
   * @throws UncheckedIOException when the disk is full
   */
  static SortedRun write(Iterator<PackedFlow> sorted, Path folder) {
    try {
      Path path = Files.createTempFile(folder, "fedics-sort-", ".run");
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
      Files.delete(path);
      try {
        var out = new DataOutputStream(
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
        while (sorted.hasNext()) {
          write(sorted.next(), out);
        }
        out.flush();
        channel.position(0);
        return new SortedRun(channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot sort in " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void write(PackedFlow flow, DataOutputStream out) throws IOException {
    out.writeLong(flow.micros());
    out.writeInt(flow.file());
    out.writeLong(flow.line());
    out.writeInt(flow.bytes().length);
    out.write(flow.bytes());
  }

  private Optional<PackedFlow> read() throws IOException {
    long micros;
    try {
      micros = in.readLong();
    } catch (EOFException _) {
      return Optional.empty();
    }
    int file = in.readInt();
    long line = in.readLong();
    var bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return Optional.of(new PackedFlow(micros, file, line, bytes));
  }

  @Override
  public boolean hasNext() {
    return head.isPresent();
  }

  /** What {@link #next} will give. */
  PackedFlow peek() {
    return head.orElseThrow(NoSuchElementException::new);
  }

  @Override
  public PackedFlow next() {
    PackedFlow next = peek();
    try {
      head = read();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read back what was sorted: " + e.getMessage(), e);
    }
    return next;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close what was sorted", e);
    }
  }
}
