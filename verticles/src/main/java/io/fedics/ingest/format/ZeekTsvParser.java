package io.fedics.ingest.format;

import io.fedics.shared.error.Printable;
import io.fedics.shared.error.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Zeek's own text form: header lines that begin with {@code #} name separator, unset marker and columns, in any order of
 * columns; other lines before the header that begin with {@code #} are comments. Blanks or tabs before a {@code #} are
 * passed over. A second header (logs put one after the other) replaces the first.
 */
final class ZeekTsvParser implements LineParser {
  private final Row row = ZeekFlows.row();
  private byte separator = '\t';
  private byte[] unset = {'-'};
  private byte[] empty = "(empty)".getBytes(StandardCharsets.US_ASCII);
  private Field[] fields = {};

  @Override
  public void line(LineReader line, RowSink sink) throws RowRejected {
    int start = firstSolid(line);
    if (start == line.to()) {
      return;
    }
    if (line.buffer()[start] == '#') {
      header(new String(line.buffer(), start, line.to() - start, StandardCharsets.UTF_8));
      return;
    }
    if (fields.length == 0) {
      throw new RowRejected(Rejection.ROW, line.head(), "a #fields line before the first row");
    }
    row.begin(line.buffer());
    split(line);
    sink.flow(line.number(), ZeekFlows.flow(row));
  }

  @Override
  public void end(RowSink sink) {
    if (fields.length == 0) {
      throw new UsageException("has no #fields line (expected: Zeek's conn.log with its header)");
    }
  }

  private static int firstSolid(LineReader line) {
    int at = line.from();
    while (at < line.to() && (line.buffer()[at] == ' ' || line.buffer()[at] == '\t')) {
      at++;
    }
    return at;
  }

  private void split(LineReader line) throws RowRejected {
    byte[] bytes = line.buffer();
    int end = line.to();
    int start = line.from();
    int column = 0;
    for (int at = start; at <= end; at++) {
      if (at == end || bytes[at] == separator) {
        cell(column++, bytes, start, at);
        start = at + 1;
      }
    }
    if (column != fields.length) {
      throw new RowRejected(
          Rejection.ROW, line.head(), fields.length + " fields, there are " + column);
    }
  }

  private void cell(int column, byte[] bytes, int start, int end) {
    if (column >= fields.length || fields[column] == Field.OTHER || start == end) {
      return;
    }
    if (isMarker(unset, bytes, start, end) || isMarker(empty, bytes, start, end)) {
      return;
    }
    row.set(fields[column], start, end);
  }

  private static boolean isMarker(byte[] marker, byte[] bytes, int start, int end) {
    return end - start == marker.length
        && Arrays.equals(marker, 0, marker.length, bytes, start, end);
  }

  private void header(String line) {
    if (line.startsWith("#separator")) {
      separator = separatorOf(line.substring("#separator".length()).strip());
      return;
    }
    List<String> parts = parts(line);
    switch (parts.getFirst()) {
      case "#unset_field" -> unset = markerOf(parts);
      case "#empty_field" -> empty = markerOf(parts);
      case "#path" -> requireConn(parts);
      case "#fields" -> fields = fieldsOf(parts.subList(1, parts.size()));
      default -> {} // #types, #open, #close, comments
    }
  }

  private static byte separatorOf(String text) {
    if (text.matches("\\\\x[0-9a-fA-F]{2}")) {
      return (byte) Integer.parseInt(text, 2, 4, 16);
    }
    return text.isEmpty() ? (byte) '\t' : (byte) text.charAt(0);
  }

  private List<String> parts(String line) {
    var parts = new ArrayList<String>();
    int start = 0;
    for (int at = 0; at <= line.length(); at++) {
      if (at == line.length() || line.charAt(at) == (separator & 0xff)) {
        parts.add(line.substring(start, at));
        start = at + 1;
      }
    }
    return parts;
  }

  private static byte[] markerOf(List<String> parts) {
    return parts.size() < 2 ? new byte[0] : parts.get(1).getBytes(StandardCharsets.UTF_8);
  }

  private static void requireConn(List<String> parts) {
    if (parts.size() > 1 && !parts.get(1).equals("conn")) {
      throw new UsageException(
          "is Zeek's log of " + Printable.of(parts.get(1)) + " (expected: its conn.log)");
    }
  }

  private static Field[] fieldsOf(List<String> names) {
    var fields = new Field[names.size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = ZeekFlows.COLUMNS.getOrDefault(names.get(i), Field.OTHER);
    }
    List<Field> found = List.of(fields);
    if (!found.contains(Field.START)
        || !found.contains(Field.SRC_IP)
        || !found.contains(Field.DST_IP)) {
      throw new UsageException(
          "has a #fields line without ts, id.orig_h and id.resp_h (expected: Zeek's conn.log)");
    }
    return fields;
  }
}
