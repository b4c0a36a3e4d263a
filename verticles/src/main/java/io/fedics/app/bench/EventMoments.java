package io.fedics.app.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids of events, each with the moment it was seen, in files by the id's first bits: memory holds one part at a time,
 * however many there are. Safe for threads.
 */
public final class EventMoments implements Closeable {
  /** Files of one list. */
  static final int PARTS = 64;

  private static final int SHIFT = Long.SIZE - 6;
  private static final int BUFFER = 6 * 1_024;

  private final Path folder;
  private final List<DataOutputStream> parts = new ArrayList<>();
  private long size;
  private @Nullable IOException failure;

  /**
   * One event.
   *
   * @param nanos of {@link System#nanoTime}
   */
  record Moment(long high, long low, long nanos) {
    static final Comparator<Moment> BY_ID =
        Comparator.comparingLong(Moment::high).thenComparingLong(Moment::low);

    private static final Comparator<Moment> IN_ORDER = BY_ID.thenComparingLong(Moment::nanos);
  }

  /**
   * @param folder is made; nothing else may be in it
   */
  EventMoments(Path folder) throws IOException {
    this.folder = Files.createDirectory(folder);
    for (int part = 0; part < PARTS; part++) {
      parts.add(new DataOutputStream(
          new BufferedOutputStream(Files.newOutputStream(file(part)), BUFFER)));
    }
  }

  private Path file(int part) {
    return folder.resolve(Integer.toString(part));
  }

  /** Never throws: who calls it has other work to do. A failure is told by {@link #part}. */
  synchronized void add(UUID id, long nanos) {
    try {
      DataOutputStream out = parts.get((int) (id.getMostSignificantBits() >>> SHIFT));
      out.writeLong(id.getMostSignificantBits());
      out.writeLong(id.getLeastSignificantBits());
      out.writeLong(nanos);
      size++;
    } catch (IOException e) {
      failure = e;
    }
  }

  synchronized long size() {
    return size;
  }

  /** All of one part, in order of id, then moment. */
  synchronized List<Moment> part(int part) throws IOException {
    flush(part);
    List<Moment> moments = new ArrayList<>();
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file(part))))) {
      while (true) {
        moments.add(new Moment(in.readLong(), in.readLong(), in.readLong()));
      }
    } catch (EOFException e) {
      moments.sort(Moment.IN_ORDER);
      return moments;
    }
  }

  private void flush(int part) throws IOException {
    try {
      parts.get(part).flush();
    } catch (IOException e) {
      failure = e;
    }
    if (failure != null) {
      throw new IOException("cannot write " + folder, failure);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (DataOutputStream part : parts) {
      part.close();
    }
  }
}
