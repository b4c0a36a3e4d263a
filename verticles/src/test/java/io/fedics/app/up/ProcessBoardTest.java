package io.fedics.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.stage.StageMetrics.Snapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProcessBoardTest {
  private final AtomicLong nanos = new AtomicLong(-3);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private ProcessBoard board(SimpleMeterRegistry registry, Snapshot... stages) {
    return new ProcessBoard(() -> List.of(stages), new LearningBoard(), nanos::get, registry);
  }

  private static Snapshot stage(String name, long read, double p99) {
    return new Snapshot(
        name,
        1,
        read,
        read - 6,
        1,
        2,
        3,
        0,
        7,
        Map.of("flows/0", 3L, "flows/1", 2L),
        1,
        p99,
        p99,
        p99);
  }

  /** As it comes over the wire. */
  private static JsonObject said(ProcessBoard board) {
    return new JsonObject(board.tell().encode());
  }

  @Test
  void stages_ofTwoProcesses_areSums() {
    ProcessBoard here = board(registry, stage("classify", 10, Double.NaN));
    here.hear(said(board(
        new SimpleMeterRegistry(), stage("classify", 32, 80), stage("predict", 6, Double.NaN))));

    List<Snapshot> stages = here.stages();
    assertThat(stages).extracting(Snapshot::stage).containsExactly("classify", "predict");
    Snapshot both = stages.getFirst();
    assertThat(both.instances()).isEqualTo(2);
    assertThat(both.read()).isEqualTo(42);
    assertThat(both.lag()).isEqualTo(10);
    assertThat(both.unread()).isEqualTo(Map.of("flows/0", 6L, "flows/1", 4L));
    assertThat(both.setBack()).isEqualTo(2);
    assertThat(both.written()).isEqualTo(14);
    assertThat(both.difference()).isZero();
    assertThat(both.p99Millis()).isEqualTo(80);
    assertThat(stages.getLast().p99Millis()).isNaN();
    assertThat(processes()).isEqualTo(2);
  }

  @Test
  void stages_processThatFellSilent_isGone() {
    ProcessBoard here = board(registry);
    here.hear(said(board(new SimpleMeterRegistry(), stage("predict", 9, 1))));
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(here.stages()).hasSize(1);
    nanos.incrementAndGet();
    assertThat(here.stages()).isEmpty();
    assertThat(processes()).isEqualTo(1);
  }

  @Test
  void hear_itself_isNoOtherProcess() {
    ProcessBoard here = board(registry, stage("predict", 9, 1));
    here.hear(said(here));
    assertThat(here.stages()).containsExactly(stage("predict", 9, 1));
    assertThat(processes()).isEqualTo(1);
  }

  private double processes() {
    return registry.get("fedics.app.cluster.processes").gauge().value();
  }
}
