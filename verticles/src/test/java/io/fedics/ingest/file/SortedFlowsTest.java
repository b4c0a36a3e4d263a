package io.fedics.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.ingest.format.FileFormat;
import io.fedics.ingest.format.Rejection;
import io.fedics.ingest.simulate.SimulationWriter;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedFlowsTest {
  private static final String HEADER = "ts,src_ip,dst_ip,bytes\n";

  @TempDir
  Path folder;

  @TempDir
  Path spill;

  @Test
  void read_unsortedFile_isInOrderOfTime_tiesByLine() throws IOException {
    FlowFile file = file("a.csv", HEADER + row(5, 1) + row(3, 2) + row(5, 3) + row(1, 4));
    try (var flows =
        SortedFlows.read(List.of(file), SortSettings.in(folder), ReadListener.SILENT)) {
      assertThat(linesOf(flows)).containsExactly(5L, 3L, 2L, 4L);
    }
  }

  @Test
  void read_twoFiles_areOneStream_tiesByFile() throws IOException {
    FlowFile a = file("a.csv", HEADER + row(1, 1) + row(3, 2));
    FlowFile b = file("b.csv", HEADER + row(3, 3) + row(2, 4));
    try (var flows =
        SortedFlows.read(List.of(a, b), SortSettings.in(folder), ReadListener.SILENT)) {
      var order = new ArrayList<String>();
      flows.forEachRemaining(flow ->
          order.add(flow.seq() + ":" + flow.file().path().getFileName() + ":" + flow.line()));
      assertThat(order).containsExactly("0:a.csv:2", "1:b.csv:3", "2:a.csv:3", "3:b.csv:2");
    }
  }

  @Test
  void read_moreThanFitsInMemory_isTheSameAsInMemory_andLeavesNothingBehind() throws IOException {
    var content = new StringBuilder(HEADER);
    var random = new Random(4);
    for (int i = 0; i < 60_000; i++) {
      content.append(row(random.nextInt(5_000), i));
    }
    FlowFile file = file("big.csv", content.toString());
    List<Long> inMemory;
    try (var flows =
        SortedFlows.read(List.of(file), SortSettings.in(folder), ReadListener.SILENT)) {
      inMemory = linesOf(flows);
    }
    try (var flows =
        SortedFlows.read(List.of(file), new SortSettings(1 << 16, spill), ReadListener.SILENT)) {
      assertThat(flows.spilledRuns()).as("more than are merged at once").isGreaterThan(64);
      assertThat(linesOf(flows)).isEqualTo(inMemory);
    }
    try (Stream<Path> left = Files.list(spill)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void event_ofARow_hasTheSameIdentityEachTime() throws IOException {
    FlowFile file = file("a.csv", HEADER + row(5, 1) + row(3, 2));
    List<FlowObserved> first = eventsOf(file);
    assertThat(eventsOf(file)).isEqualTo(first);
    assertThat(first.getFirst().eventId()).isEqualTo(EventId.of("plant", file.sha256(), 3L));
    assertThat(first.getFirst().site()).isEqualTo("plant");
    assertThat(first.getFirst().source()).isEqualTo("file/" + file.sha256().substring(0, 16));
    assertThat(first).extracting(FlowObserved::seq).containsExactly(0L, 1L);
  }

  @Test
  void report_countsFlowsRejectsAndSpan() throws IOException {
    FlowFile file = file("a.csv", HEADER + row(5, 1) + "x,10.0.0.1,10.0.0.2,1\n" + row(3, 2));
    var heard = new Heard();
    try (var flows = SortedFlows.read(List.of(file), SortSettings.in(folder), heard)) {
      ReadReport report = flows.report();
      assertThat(report.flows()).isEqualTo(2);
      assertThat(report.rejected()).isEqualTo(1);
      assertThat(report.read()).isEqualTo(3);
      assertThat(report.sites())
          .containsEntry("", new SiteSpan(2, Instant.ofEpochSecond(3), Instant.ofEpochSecond(5)));
    }
    assertThat(heard.rejections).extracting(Rejection::line).containsExactly(3L);
    assertThat(heard.bytes).isEqualTo(file.size());
    assertThat(heard.rows).isEqualTo(3);
  }

  @Test
  void read_cutGzip_keepsWhatIsThereAndNamesTheCut() throws IOException {
    var content = new StringBuilder(HEADER);
    for (int i = 0; i < 20_000; i++) {
      content.append(row(i, i * 31 % 1000));
    }
    byte[] whole = FlowFileTest.gzip(content.toString());
    Path path = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(whole, whole.length / 2));
    var heard = new Heard();
    try (var flows =
        SortedFlows.read(List.of(FlowFile.open(path)), SortSettings.in(folder), heard)) {
      assertThat(flows.report().flows()).isBetween(1_000L, 19_000L);
      assertThat(flows.report().rejected()).isEqualTo(1);
    }
    assertThat(heard.rejections.getFirst().expected()).contains("whole gzip");
  }

  @Test
  void read_fileOfTwoSites_keepsThem() throws IOException {
    String flow =
        "{\"schema\":\"flow/1\",\"event_id\":\"00000000-0000-0001-0000-000000000002\",\"site\":\"%s\","
            + "\"observed_at\":\"2026-01-01T00:00:0%dZ\",\"source\":\"run\",\"seq\":1,\"sensor\":\"simulator\"}\n";
    FlowFile file = file(
        "sim.ndjson",
        "{\"schema\":\"simulation/1\",\"sites\":{\"demo\":{\"latitude\":52.5,\"longitude\":13.4}}}\n"
            + flow.formatted("demo-b", 2)
            + flow.formatted("demo", 1));
    try (var flows =
        SortedFlows.read(List.of(file), SortSettings.in(folder), ReadListener.SILENT)) {
      assertThat(flows.report().locations()).containsEntry("demo", new SiteLocation(52.5, 13.4));
      assertThat(flows.report().sites()).containsOnlyKeys("demo", "demo-b");
      assertThat(flows.next().event("plant", "s").site()).isEqualTo("demo");
      assertThat(flows.next().event("plant", "s").site()).isEqualTo("demo-b");
    }
  }

  @Test
  void read_anyCutOfAGzip_givesFlowsOrASentence() throws IOException {
    byte[] whole = FlowFileTest.gzip(HEADER + row(5, 1) + row(3, 2));
    Path path = folder.resolve("cut.gz");
    for (int length = 0; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      try (var flows = SortedFlows.read(
          List.of(FlowFile.open(path)), SortSettings.in(folder), ReadListener.SILENT)) {
        assertThat(flows.report().rejected()).as("the cut at " + length).isEqualTo(1);
      } catch (UsageException e) {
        assertThat(e.getMessage()).startsWith(path.toString()).contains("expected");
      }
    }
  }

  @Test
  void read_whatTheSimulatorWrote_isAllThere() throws IOException {
    Path path = folder.resolve("simulated.ndjson.gz");
    SimulationPlan plan =
        SimulationPlan.of(7, 20, Instant.parse("2026-03-03T08:00:00Z")).withFlows(500);
    SimulationWriter.write(plan, path);
    FlowFile file = FlowFile.open(path);
    assertThat(file.format()).isEqualTo(FileFormat.FEDICS);
    try (var flows =
        SortedFlows.read(List.of(file), SortSettings.in(folder), ReadListener.SILENT)) {
      assertThat(flows.report().flows()).isEqualTo(500);
      assertThat(flows.report().rejected()).isZero();
      assertThat(flows.report().locations()).isNotEmpty();
    }
  }

  @Test
  void read_sameContentTwice_isAUsersMistake() throws IOException {
    FlowFile a = file("a.csv", HEADER + row(1, 1));
    FlowFile b = file("b.csv", HEADER + row(1, 1));
    assertThatThrownBy(
            () -> SortedFlows.read(List.of(a, b), SortSettings.in(folder), ReadListener.SILENT))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("same file");
  }

  private List<FlowObserved> eventsOf(FlowFile file) {
    try (var flows =
        SortedFlows.read(List.of(file), SortSettings.in(folder), ReadListener.SILENT)) {
      var events = new ArrayList<FlowObserved>();
      flows.forEachRemaining(flow -> events.add(flow.event("plant", flows.source())));
      assertThat(events).isSortedAccordingTo(Comparator.comparing(FlowObserved::observedAt));
      return events;
    }
  }

  private static List<Long> linesOf(SortedFlows flows) {
    var lines = new ArrayList<Long>();
    flows.forEachRemaining(flow -> lines.add(flow.line()));
    return lines;
  }

  private FlowFile file(String name, String content) throws IOException {
    return FlowFile.open(Files.writeString(folder.resolve(name), content));
  }

  private static String row(int second, int bytes) {
    return second + ",10.0.0.1,10.0.0.2," + bytes + "\n";
  }

  private static final class Heard implements ReadListener {
    private final List<Rejection> rejections = new ArrayList<>();
    private long bytes;
    private long rows;

    @Override
    public void progress(FlowFile file, long bytesRead, long rowsRead) {
      bytes = bytesRead;
      rows = rowsRead;
    }

    @Override
    public void rejected(FlowFile file, Rejection rejection) {
      rejections.add(rejection);
    }
  }
}
