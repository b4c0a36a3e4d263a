package io.fedics.ingest.file;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The flows of one or several files in order of {@code observed_at}; ties by the files' order, then by line. Iterates
 * once; close it, for the runs it spilled. Not thread-safe.
 */
public final class SortedFlows implements Iterator<SortedFlow>, AutoCloseable {
  private static final int SOURCE_HASH = 16;

  private final List<FlowFile> files;
  private final ReadReport report;
  private final FlowSorter sorter;
  private final Iterator<PackedFlow> sorted;
  private long seq;

  private SortedFlows(List<FlowFile> files, ReadReport report, FlowSorter sorter) {
    this.files = files;
    this.report = report;
    this.sorter = sorter;
    this.sorted = sorter.sorted();
  }

  /**
   * Reads all files and sorts their flows.
   *
   * @throws UsageException when a file is not of its format, or the same as another
   * @throws UncheckedIOException when a file cannot be read to its end, or the runs cannot be written
   */
  public static SortedFlows read(
      List<FlowFile> files, SortSettings settings, ReadListener listener) {
    requireDifferent(files);
    var sorter = new FlowSorter(settings);
    var tally = new ReadTally();
    try {
      for (int i = 0; i < files.size(); i++) {
        read(i, files.get(i), sorter, tally, listener);
      }
      return new SortedFlows(List.copyOf(files), tally.report(), sorter);
    } catch (RuntimeException e) {
      sorter.close();
      throw e;
    }
  }

  private static void read(
      int number, FlowFile file, FlowSorter sorter, ReadTally tally, ReadListener listener) {
    try (var bytes = FileBytes.of(file.path(), file.size())) {
      var rows = new FileRows(number, file, bytes, sorter, tally, listener);
      file.read(bytes, rows);
      rows.end();
    } catch (IOException e) {
      throw new UncheckedIOException(file.path() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requireDifferent(List<FlowFile> files) {
    Map<String, FlowFile> byHash = new HashMap<>();
    for (FlowFile file : files) {
      FlowFile same = byHash.putIfAbsent(file.sha256(), file);
      if (same != null) {
        throw new UsageException(file.path() + " is the same file as " + same.path()
            + ", byte for byte (expected: each file once)");
      }
    }
  }

  /** Those that were read, in order. */
  public List<FlowFile> files() {
    return files;
  }

  /** What came of the reading; known from the start. */
  public ReadReport report() {
    return report;
  }

  /** How often the memory was full. */
  int spilledRuns() {
    return sorter.spilled();
  }

  /**
   * Name of the source of these flows, in which {@code seq} rises: {@code file/} and the beginning of the SHA-256 of the
   * file, of several files of their hashes in order.
   */
  public String source() {
    if (files.size() == 1) {
      return "file/" + files.getFirst().sha256().substring(0, SOURCE_HASH);
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      files.forEach(file -> digest.update(file.sha256().getBytes(StandardCharsets.US_ASCII)));
      return "file/" + HexFormat.of().formatHex(digest.digest()).substring(0, SOURCE_HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean hasNext() {
    return sorted.hasNext();
  }

  @Override
  public SortedFlow next() {
    PackedFlow packed = sorted.next();
    FlowBytes.Unpacked flow = FlowBytes.unpack(packed.micros(), packed.bytes());
    return new SortedFlow(files.get(packed.file()), packed.line(), seq++, flow.site(), flow.flow());
  }

  @Override
  public void close() {
    sorter.close();
  }
}
