package io.fedics.ingest.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fedics.shared.error.Printable;
import io.fedics.shared.error.UsageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells a file's format by its head; never by its name. */
public final class FormatDetector {
  /** Bytes of unpacked content that are looked at. */
  public static final int HEAD = 1 << 16;

  private static final String EXPECTED =
      "(expected: Zeek conn.log, Suricata EVE, Argus binetflow, a known data set, CSV of flows or a file of simulate --out)";
  /** A list, or an object over several lines. */
  private static final String OTHER_JSON =
      "looks like JSON, but not like one object a line (expected: one JSON object a line)";

  private static final JsonFactory JSON = new JsonFactory();
  private static final int JSON_LINES = 50;

  private FormatDetector() {}

  /**
   * @param head the first {@link #HEAD} bytes of the unpacked content, or all of them
   * @throws UsageException telling what it looks like, as a sentence that lacks its subject, the file
   */
  public static FileFormat detect(byte[] head) {
    requireText(head);
    var lines = new LineReader(new ByteArrayInputStream(head));
    try {
      while (lines.next()) {
        String line = lines.text().strip();
        if (line.startsWith("#separator") || line.startsWith("#fields")) {
          return FileFormat.ZEEK;
        }
        if (line.startsWith("{")) {
          return ofJson(lines);
        }
        if (line.equals("[") || line.startsWith("[{")) {
          throw new UsageException(OTHER_JSON);
        }
        if (!line.isEmpty() && !line.startsWith("#")) {
          return ofHeader(lines);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory are always readable", e);
    }
    throw new UsageException("holds no record " + EXPECTED);
  }

  /**
   * For a file whose format the user named.
   *
   * @throws UsageException when it is empty or not text
   */
  public static void requireText(byte[] head) {
    if (head.length == 0) {
      throw new UsageException("is empty " + EXPECTED);
    }
    String binary = BinaryKind.of(head);
    if (!binary.isEmpty()) {
      throw new UsageException("looks like " + binary + ", which is not read " + EXPECTED);
    }
  }

  private static FileFormat ofJson(LineReader lines) throws IOException {
    var seen = new HashSet<String>();
    int count = 0;
    do {
      keysOf(lines, seen);
      if (seen.contains("event_type")) {
        return FileFormat.EVE;
      }
      if (seen.contains("schema") && (seen.contains("sites") || seen.contains("observed_at"))) {
        return FileFormat.FEDICS;
      }
      if (seen.contains("id.orig_h")
          && (seen.contains("conn_state") || seen.contains("orig_pkts"))) {
        return FileFormat.ZEEK;
      }
    } while (++count < JSON_LINES && lines.next());
    if (seen.contains("id.orig_h")) {
      throw new UsageException("looks like a Zeek log, but not conn.log " + EXPECTED);
    }
    if (seen.isEmpty()) {
      throw new UsageException(OTHER_JSON);
    }
    throw new UsageException(
        "looks like JSON with keys " + some(List.copyOf(seen)) + " " + EXPECTED);
  }

  /** Adds the outer keys of a line; the last line may be cut. */
  private static void keysOf(LineReader line, Set<String> keys) {
    try (JsonParser json = JSON.createParser(line.buffer(), line.from(), line.to() - line.from())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      String key = json.nextFieldName();
      while (key != null && keys.size() < 1000) {
        keys.add(key);
        json.nextToken();
        json.skipChildren();
        key = json.nextFieldName();
      }
    } catch (IOException _) {
      // a broken line tells no more keys; the reader will name it
    }
  }

  private static FileFormat ofHeader(LineReader line) {
    byte[] bytes = line.bytes();
    var splitter = new CellSplitter(SeparatedParser.separatorOf(bytes, 0, bytes.length));
    if (!splitter.split(bytes, 0, bytes.length) || splitter.cells() < 2) {
      throw new UsageException("looks like plain text " + EXPECTED);
    }
    List<String> header = splitter.texts(bytes);
    List<String> plain = header.stream().map(Columns::plain).toList();
    if (plain.contains("starttime") && plain.contains("srcaddr") && plain.contains("dstaddr")) {
      return FileFormat.BINETFLOW;
    }
    var dataSet = DataSetMapping.of(header);
    if (dataSet.isPresent()) {
      return FileFormat.of(dataSet.get().sensor());
    }
    var csv = new CsvMapping();
    List<String> missing = csv.missing(csv.columns().of(header));
    if (missing.isEmpty()) {
      return FileFormat.CSV;
    }
    var nearest = DataSetMapping.nearest(header);
    if (nearest.isPresent()) {
      return FileFormat.of(nearest.get().sensor()); // whose reader names what it lacks
    }
    throw new UsageException("looks like separated columns " + some(header) + " without one for "
        + String.join("; nor for ", missing) + " " + EXPECTED);
  }

  private static String some(List<String> names) {
    List<String> first = names.subList(0, Math.min(6, names.size()));
    String shown = Printable.of(String.join(", ", first));
    return "[" + shown + (names.size() > first.size() ? ", …]" : "]");
  }
}
