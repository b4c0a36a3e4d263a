package io.fedics.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private void assertRefused(byte[] content, String what) throws IOException {
    Path file = Files.write(folder.resolve("rows.csv"), content);
    assertThatThrownBy(() -> new CsvRows(file))
        .isInstanceOf(Problem.class)
        .hasMessage("file: " + what + EXPECTED);
  }
}
