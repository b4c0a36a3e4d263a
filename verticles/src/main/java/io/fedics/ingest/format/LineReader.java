package io.fedics.ingest.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Lines as ranges of one buffer, ended by LF, CR LF or CR. A line over {@link #MAX_LINE} bytes is passed over, of which
 * only the head is kept, so memory is bounded whatever comes. A byte order mark before the first line is dropped.
 */
final class LineReader {
  /** Bytes; a longer line is no record of any format we read. */
  static final int MAX_LINE = 1 << 20;

  private static final int BLOCK = 1 << 16;
  private static final int KEPT_HEAD = 1024;
  private static final int SHOWN = 400;

  private final InputStream in;
  private byte[] buffer = new byte[BLOCK];
  private int filled;
  private int next;
  private int from;
  private int to;
  private long number;
  private boolean afterReturn;
  private boolean tooLong;
  private boolean ended;
  private String damage = "";

  LineReader(InputStream in) {
    this.in = in;
  }

  /** False at the end. The ranges of the line before are lost. */
  boolean next() throws IOException {
    tooLong = false;
    if (!skipHalfOfLineEnd()) {
      return false;
    }
    from = next;
    int at = next;
    while (true) {
      at = lineEnd(at);
      if (at < filled) {
        return line(at, at + 1);
      }
      at -= makeRoom();
      if (!fill()) {
        return damage.isEmpty() && (from < filled || tooLong) && line(filled, filled);
      }
    }
  }

  byte[] buffer() {
    return buffer;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  boolean isBlank() {
    for (int i = from; i < to; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /** The first 400 bytes, for a rejection. */
  String head() {
    return head(buffer, from, to);
  }

  static String head(byte[] bytes, int from, int to) {
    return new String(bytes, from, Math.min(to - from, SHOWN), StandardCharsets.UTF_8);
  }

  /** A copy of the line. */
  byte[] bytes() {
    return Arrays.copyOfRange(buffer, from, to);
  }

  String text() {
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  /** From 1. */
  long number() {
    return number;
  }

  /** The line was over {@link #MAX_LINE} bytes; the range holds its head. */
  boolean tooLong() {
    return tooLong;
  }

  /** What is wrong with the packed stream that ended before its end; empty when nothing is. */
  String damage() {
    return damage;
  }

  private int lineEnd(int start) {
    byte[] bytes = buffer;
    int end = filled;
    int at = start;
    while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  private boolean line(int end, int following) {
    afterReturn = end < filled && buffer[end] == '\r';
    to = end;
    next = following;
    number++;
    if (number == 1 && hasByteOrderMark()) {
      from += 3;
    }
    if (tooLong) {
      to = Math.min(to, from + KEPT_HEAD);
    }
    return true;
  }

  private boolean hasByteOrderMark() {
    return to - from >= 3
        && buffer[from] == (byte) 0xef
        && buffer[from + 1] == (byte) 0xbb
        && buffer[from + 2] == (byte) 0xbf;
  }

  /** Steps over the LF of a CR LF; false when there is nothing more. */
  private boolean skipHalfOfLineEnd() throws IOException {
    if (next == filled) {
      from = next;
      makeRoom();
      if (!fill()) {
        return false;
      }
    }
    if (afterReturn && buffer[next] == '\n') {
      afterReturn = false;
      next++;
      return skipHalfOfLineEnd();
    }
    return true;
  }

  /** Moves the begun line to the front; what of it is over the limit is forgotten. Returns how far it moved. */
  private int makeRoom() {
    int length = filled - from;
    if (length >= MAX_LINE || tooLong) {
      tooLong = true;
      length = Math.min(length, KEPT_HEAD);
    }
    int moved = filled - length;
    System.arraycopy(buffer, from, buffer, 0, length);
    from = 0;
    next = 0;
    filled = length;
    if (buffer.length - filled < BLOCK / 2) {
      buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, MAX_LINE + BLOCK));
    }
    return moved;
  }

  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    try {
      int read = in.read(buffer, filled, buffer.length - filled);
      ended = read < 0;
      filled += Math.max(read, 0);
    } catch (EOFException | ZipException e) {
      ended = true;
      damage = e.getMessage() == null ? "cut off" : e.getMessage();
    }
    return !ended;
  }
}
