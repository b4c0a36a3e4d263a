package io.fedics.present.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.present.http.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {
  private static final String ROWS = "src_bytes,service\n1,a\n";
  private static final String EXPECTED =
      " (expected: plain comma-separated text in UTF-8, a line of column names and one of each row)";

  @TempDir
  private Path folder;

  @Test
  void open_whatIsNoText_isOneSentence() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(ROWS.getBytes(StandardCharsets.UTF_8));
    }
    assertRefused(new byte[0], "empty");
    assertRefused(packed.toByteArray(), "compressed");
    assertRefused(ROWS.getBytes(StandardCharsets.UTF_16), "text in UTF-16");
    assertRefused(("\uFEFF" + ROWS).getBytes(StandardCharsets.UTF_16LE), "text in UTF-16");
    assertRefused(ROWS.getBytes(StandardCharsets.UTF_16LE), "binary, or text in UTF-16");
  }

  @Test
  void open_textWithAByteOrderMark_isRead() throws IOException {
    Path file = Files.writeString(folder.resolve("rows.csv"), "\uFEFF" + ROWS);
    try (var rows = new CsvRows(file)) {
      assertThat(rows.columns()).containsExactly("src_bytes", "service");
      assertThat(rows.next().orElseThrow().cells().orElseThrow()).containsEntry("service", "a");
      assertThat(rows.next()).isEmpty();
    }
  }

  @Test
  void next_linesEndedByReturnsAlone_areRowsOfTheirOwn() throws IOException {
    Path file = Files.writeString(folder.resolve("rows.csv"), "a,b\r1,2\r3,4\r\n5,6\r\r\n7,8\r");
    try (var rows = new CsvRows(file)) {
      assertThat(rows.columns()).containsExactly("a", "b");
      assertThat(lines(rows)).containsExactly(2L, 3L, 4L, 6L);
    }
  }

  @Test
  void open_blankLinesAndCommentsBeforeTheHeader_arePassedOver() throws IOException {
    Path file =
        Files.writeString(folder.resolve("rows.csv"), "\uFEFF\n \n# by hand, 2026\n" + ROWS);
    try (var rows = new CsvRows(file)) {
      assertThat(rows.columns()).containsExactly("src_bytes", "service");
      assertThat(lines(rows)).containsExactly(5L);
    }
    assertRefused(
        "\n# by hand\n".getBytes(StandardCharsets.UTF_8), "only blank lines and comments");
  }

  private static List<Long> lines(CsvRows rows) throws IOException {
    List<Long> lines = new ArrayList<>();
    for (var row = rows.next(); row.isPresent(); row = rows.next()) {
      assertThat(row.get().cells()).isPresent();
      lines.add(row.get().line());
    }
    return lines;
  }

  @Test
  void next_textBehindAClosingQuote_isAFaultOfItsLine() throws IOException {
    Path file = Files.writeString(folder.resolve("rows.csv"), ROWS + "1,\"ud\"p\n2,b\n");
    try (var rows = new CsvRows(file)) {
      assertThat(rows.next().orElseThrow().cells()).isPresent();
      assertThat(rows.next())
          .contains(new CsvRows.Row(
              3, Optional.empty(), "cell 2: udp (expected: nothing behind a closing quote)"));
      assertThat(rows.next().orElseThrow().cells()).isPresent();
    }
    Files.writeString(file, "\"src\"_bytes,service\n");
    assertThatThrownBy(() -> new CsvRows(file))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("file: line 1, cell 1: src_ (expected: nothing behind a closing ");
  }

  private void assertRefused(byte[] content, String what) throws IOException {
    Path file = Files.write(folder.resolve("rows.csv"), content);
    assertThatThrownBy(() -> new CsvRows(file))
        .isInstanceOf(Problem.class)
        .hasMessage("file: " + what + EXPECTED);
  }
}
