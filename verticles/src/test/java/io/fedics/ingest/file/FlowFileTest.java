package io.fedics.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.ingest.format.FileFormat;
import io.fedics.shared.error.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowFileTest {
  static final String CSV = "ts,src_ip,dst_ip\n1,10.0.0.1,10.0.0.2\n";

  @TempDir
  Path folder;

  @Test
  void open_csv_knowsFormatHashAndSize() throws IOException {
    FlowFile file = FlowFile.open(write("flows.csv", CSV.getBytes(StandardCharsets.UTF_8)));
    assertThat(file.format()).isEqualTo(FileFormat.CSV);
    assertThat(file.size()).isEqualTo(CSV.length());
    assertThat(file.sha256()).matches("[0-9a-f]{64}");
    assertThat(file.siteName()).isEqualTo("flows-csv-" + file.sha256().substring(0, 6));
  }

  @Test
  void open_gzipWithAnyName_isReadByContent() throws IOException {
    FlowFile file = FlowFile.open(write("flows.txt", gzip(CSV)));
    assertThat(file.format()).isEqualTo(FileFormat.CSV);
    try (var flows =
        SortedFlows.read(List.of(file), SortSettings.in(folder), ReadListener.SILENT)) {
      assertThat(flows.report().flows()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"conn.log", "A Very Long Name Of A Capture File 2017.LOG.gz", "ütf.csv", "---", "x"
      })
  void siteName_anyFileName_isASite(String name) throws IOException {
    FlowFile file = FlowFile.open(write(name, CSV.getBytes(StandardCharsets.UTF_8)));
    assertThat(file.siteName())
        .matches("[a-z0-9-]{1,32}")
        .endsWith(file.sha256().substring(0, 6));
  }

  @Test
  void open_whatIsNoFileOfFlows_isAUsersMistakeInOneSentence() throws IOException {
    assertMistake(folder.resolve("absent.log"), "does not exist");
    assertMistake(folder, "is a directory");
    assertMistake(write("empty.log", new byte[0]), "is empty");
    assertMistake(write("empty.gz", gzip("")), "is empty");
    assertMistake(write("half.gz", new byte[] {0x1f, (byte) 0x8b, 8}), "damaged gzip");
    assertMistake(
        write("a.pcap", new byte[] {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1, 2, 0}),
        "pcap");
  }

  private static void assertMistake(Path path, String part) {
    assertThatThrownBy(() -> FlowFile.open(path))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContaining(part)
        .hasMessageContaining("expected")
        .hasMessageNotContaining("\n");
  }

  @Test
  void read_namedFormatThatItIsNot_isAUsersMistake() throws IOException {
    FlowFile file = FlowFile.open(
        write("flows.csv", CSV.getBytes(StandardCharsets.UTF_8)), Optional.of(FileFormat.ZEEK));
    assertThatThrownBy(
            () -> SortedFlows.read(List.of(file), SortSettings.in(folder), ReadListener.SILENT))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(file.path().toString())
        .hasMessageContaining("#fields");
  }

  @Test
  void read_fileThatGrewSince_endsWhereItWasHashed() throws IOException {
    Path path = write("flows.csv", CSV.getBytes(StandardCharsets.UTF_8));
    FlowFile file = FlowFile.open(path);
    Files.writeString(path, "2,10.0.0.1,10.0.0.2\n", StandardOpenOption.APPEND);
    try (var flows =
        SortedFlows.read(List.of(file), SortSettings.in(folder), ReadListener.SILENT)) {
      assertThat(flows.report().flows()).isEqualTo(1);
    }
  }

  @Test
  void open_nameWithControlCharacters_isEscapedInTheSentence() {
    assertThatThrownBy(() -> FlowFile.open(folder.resolve("a\u001b[31mb")))
        .isInstanceOf(UsageException.class)
        .hasMessage(folder + "/a\\u001b[31mb does not exist (expected: a file of flows)");
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  static byte[] gzip(String content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
