package io.fedics.ingest.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.ingest.simulate.SimulationWriter.Written;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.FlowObserved;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationWriterTest {
  private static final SimulationPlan PLAN = SimulationPlan.of(
          9, 20, Instant.parse("2026-03-03T08:00:00Z"))
      .withScript(Script.ofNames("vertical-scan"))
      .withDuration(Duration.ofMinutes(1));

  @Test
  void write_plan_makesHeaderFlowsAndTruth(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("plant.ndjson");
    Written written = SimulationWriter.write(PLAN, file);
    List<String> lines = Files.readAllLines(file);
    var header = new JsonObject(lines.getFirst());
    assertThat(header.getString("schema")).isEqualTo("simulation/1");
    assertThat(header.getString("scenario")).isEqualTo("vertical-scan");
    assertThat(header.getJsonObject("sites").getJsonObject("demo").getDouble("latitude"))
        .isEqualTo(49.195);
    assertThat(lines).hasSize((int) written.flows() + 1);
    var codec = new EventCodec();
    for (int i = 1; i < lines.size(); i++) {
      var flow = (FlowObserved) codec.decode(lines.get(i).getBytes(StandardCharsets.UTF_8));
      assertThat(flow.seq()).isEqualTo(i - 1);
      assertThat(flow.site()).isEqualTo("demo");
    }
    var truth = new JsonObject(Files.readString(SimulationWriter.truthFile(file)));
    assertThat(truth.getJsonArray("attacks").getJsonObject(0).getString("label"))
        .isEqualTo("probe");
    assertThat(written.attacks()).hasSize(1);
    assertThat(written.seconds()).isBetween(55.0, 60.0);
  }

  @Test
  void write_gz_isTheSameCompressed(@TempDir Path folder) throws IOException {
    SimulationWriter.write(PLAN, folder.resolve("a.ndjson"));
    SimulationWriter.write(PLAN, folder.resolve("a.ndjson.gz"));
    byte[] compressed = Files.readAllBytes(folder.resolve("a.ndjson.gz"));
    try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(folder.resolve("a.ndjson")));
    }
  }
}
