package io.fedics.app.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.evaluate.CaptureBenchmark.Finding;
import io.fedics.app.evaluate.CaptureBenchmark.Result;
import io.fedics.app.evaluate.CaptureList.Capture;
import io.fedics.app.offline.OfflineStages;
import io.fedics.shared.event.FeatureSchema;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureBenchmarkTest {
  @TempDir
  private Path folder = Path.of("");

  @Test
  void run_flowsWithoutTimes_haveNoHoursAndAreNotCounted() throws IOException {
    Result result = run(file("partition.csv", rows()));
    Finding finding = result.findings().getFirst();
    assertThat(finding.flows()).isEqualTo(40);
    assertThat(finding.hours()).isEmpty();
    assertThat(result.quiet()).isPresent();
    assertThat(result.falsePerHour()).isEmpty();
    JsonObject capture = CaptureReport.json(result).getJsonArray("captures").getJsonObject(0);
    assertThat(capture.containsKey("hours")).isTrue();
    assertThat(capture.getValue("hours")).isNull();
    assertThat(printed(result))
        .contains("| partition.csv | 40 | – | quiet |")
        .contains(
            "flows without times, so no hours, and not counted in incidents an hour: partition.csv");
  }

  @Test
  void run_flowsWithTimes_haveHours() throws IOException {
    Path plant = folder.resolve("plant.csv");
    Files.writeString(plant, """
        time,src_ip,dst_ip,dst_port,protocol,duration,bytes_out,bytes_in
        2026-03-03T09:00:00Z,10.0.0.1,10.0.0.2,502,tcp,0.1,100,100
        2026-03-03T09:30:00Z,10.0.0.1,10.0.0.2,502,tcp,0.1,100,100
        """);
    Result result = run(plant, file("partition.csv", rows()));
    assertThat(result.findings().getFirst().hours()).hasValue(0.5);
    assertThat(result.falsePerHour()).hasValue(0);
    assertThat(printed(result)).contains("| plant.csv | 2 | 0.50 | quiet |");
  }

  private static Result run(Path... files) {
    return new CaptureBenchmark(OfflineStages.defaults(), 1, new PrintWriter(Writer.nullWriter()))
        .run(List.of(files).stream()
            .map(file -> new Capture(file, Optional.empty(), ""))
            .toList());
  }

  private static String printed(Result result) {
    var text = new StringWriter();
    CaptureReport.print(result, new PrintWriter(text, true));
    return text.toString();
  }

  private Path file(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines);
  }

  /** Of a partition of UNSW-NB15, which names neither hosts nor times. */
  private static List<String> rows() {
    FeatureSchema schema = FeatureSchema.UNSW_NB15;
    List<String> rows = new ArrayList<>(List.of(String.join(",", schema.columns())));
    rows.addAll(Collections.nCopies(
        40,
        schema.columns().stream()
            .map(name -> schema.words().contains(name) ? "-" : "1")
            .collect(Collectors.joining(","))));
    return rows;
  }
}
