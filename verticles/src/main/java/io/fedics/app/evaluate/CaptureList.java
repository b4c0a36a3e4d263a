package io.fedics.app.evaluate;

import io.fedics.shared.address.IpAddress;
import io.fedics.shared.error.Printable;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.AttackLabel;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What captures ought to raise: a CSV file with the columns {@code file,expected,host}. Files lie relative to the list's folder;
 * expected is {@code quiet} or a label; the host, which may be empty, is to be named as attacker or victim. Lines that begin
 * with {@code #} are notes.
 */
public final class CaptureList {
  static final String QUIET = "quiet";
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final String HEADER = "file,expected,host";

  private CaptureList() {}

  /**
   * One capture.
   *
   * @param label expected; empty when it is to stay quiet
   * @param host to be named; empty when any will do
   */
  public record Capture(Path file, Optional<AttackLabel> label, String host) {
    String expected() {
      return label.map(AttackLabel::wireName).orElse(QUIET);
    }
  }

  /**
   * @throws UsageException naming the line, when one is none of a capture
   */
  static List<Capture> read(Path list) {
    List<String> lines = lines(list);
    if (!lines.isEmpty() && lines.getFirst().startsWith(BYTE_ORDER_MARK)) {
      lines.set(0, lines.getFirst().substring(BYTE_ORDER_MARK.length()));
    }
    if (lines.isEmpty() || !lines.getFirst().strip().equals(HEADER)) {
      throw new UsageException(list + ", line 1: "
          + (lines.isEmpty() ? "nothing" : lines.getFirst()) + " (expected: " + HEADER + ")");
    }
    List<Capture> captures = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        captures.add(capture(list, i + 1, line));
      }
    }
    if (captures.isEmpty()) {
      throw new UsageException(list + ": no capture (expected: a line each below " + HEADER + ")");
    }
    return captures;
  }

  private static List<String> lines(Path list) {
    try {
      return new ArrayList<>(Files.readAllLines(list));
    } catch (MalformedInputException e) {
      throw new UsageException("--test: " + list + " (expected: text in UTF-8)", e);
    } catch (IOException e) {
      throw new UsageException("--test: " + list + " (expected: a readable file)", e);
    }
  }

  private static Capture capture(Path list, int number, String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != 3) {
      throw new UsageException(
          "%s, line %d: %d fields (expected: %s)".formatted(list, number, fields.length, HEADER));
    }
    return new Capture(
        file(list, number, fields[0].strip()),
        label(list, number, fields[1].strip()),
        host(list, number, fields[2].strip()));
  }

  private static Path file(Path list, int number, String name) {
    String shown = name;
    try {
      Path file = list.toAbsolutePath().resolveSibling(name).normalize();
      if (Files.isReadable(file) && !Files.isDirectory(file)) {
        return file;
      }
      shown = file.toString();
    } catch (InvalidPathException _) {
      // Told as of a file that is not there: no name of a file holds a NUL.
    }
    throw new UsageException("%s, line %d: %s (expected: a readable file)"
        .formatted(list, number, Printable.whole(shown)));
  }

  /** In the text that incidents name it by. */
  private static String host(Path list, int number, String host) {
    if (host.isEmpty()) {
      return host;
    }
    return IpAddress.parse(host)
        .map(IpAddress::text)
        .orElseThrow(() ->
            new UsageException("%s, line %d: %s (expected: an IPv4 or IPv6 address, or nothing)"
                .formatted(list, number, host)));
  }

  private static Optional<AttackLabel> label(Path list, int number, String word) {
    if (word.equals(QUIET) || word.equals(AttackLabel.BENIGN.wireName())) {
      return Optional.empty();
    }
    try {
      return Optional.of(AttackLabel.ofWireName(word));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "%s, line %d: %s (expected: quiet or a label)".formatted(list, number, word), e);
    }
  }
}
