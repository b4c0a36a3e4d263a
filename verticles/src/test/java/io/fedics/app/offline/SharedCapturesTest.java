package io.fedics.app.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.evaluate.CaptureBenchmark;
import io.fedics.app.evaluate.CaptureList.Capture;
import io.fedics.ingest.format.SharedData;
import io.fedics.shared.event.AttackLabel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real captures through the whole pipeline, each as a site of its own. */
class SharedCapturesTest {
  private final Path data = SharedData.require();

  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource({
    "cicddos2019/DrDoS_NetBIOS.csv, DOS, 172.16.0.5",
    "cicddos2019/DrDoS_DNS.csv.gz, DOS, 172.16.0.5",
    "cicids2017/TrafficLabelling/baseline_portscan.csv, PROBE, 172.16.0.1",
    "slips/port-scans/vertical/conn.log, PROBE, 192.168.1.9",
    "slips/test11-portscan.binetflow, PROBE, 10.8.0.69",
  })
  void attack_isFoundWithItsLabel(String file, AttackLabel label, String attacker) {
    assertThat(outcome(new Capture(data.resolve(file), Optional.of(label), attacker)))
        .isEqualTo("found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "slips/test9-mixed-zeek-dir/conn.log",
        "slips/test10-mixed-zeek-dir/conn.log",
        "slips/test5-mixed.binetflow"
      })
  void dailyWork_isQuiet(String file) {
    assertThat(outcome(new Capture(data.resolve(file), Optional.empty(), ""))).isEqualTo("quiet");
  }

  @Test
  void benignRowsOfTheFileOfNtp_areQuiet() throws IOException {
    Path benign = folder.resolve("benign.csv");
    try (var rows = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(Files.newInputStream(data.resolve("cicddos2019/DrDoS_NTP.csv.gz"))),
        StandardCharsets.UTF_8))) {
      List<String> lines = rows.lines().toList();
      Files.write(
          benign,
          lines.stream()
              .filter(line -> line.endsWith("BENIGN") || line.equals(lines.getFirst()))
              .toList());
    }

    assertThat(outcome(new Capture(benign, Optional.empty(), ""))).isEqualTo("quiet");
  }

  private static String outcome(Capture capture) {
    var benchmark =
        new CaptureBenchmark(OfflineStages.defaults(), 1, new PrintWriter(Writer.nullWriter()));
    return benchmark.run(List.of(capture)).findings().getFirst().outcome();
  }
}
