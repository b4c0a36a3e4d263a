package io.fedics.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelCompared;
import io.fedics.shared.event.ModelCompared.ModelFigures;
import io.fedics.shared.event.ModelCompared.Outcome;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SiteForgotten;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

public class TrialMetricsTest {
  private static final Event SECOND = new Progress("a", "test", 1, "ingest", 0, 1, 0);
  private static final ModelFigures FIGURES = new ModelFigures("m", "1", "00ff", 2_000, 0.01, 0.5);

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final List<Event> heard = new ArrayList<>();
  private final TrialMetrics metrics = new TrialMetrics(registry, heard::add);
  private final Kept kept = new Kept();

  /** Decides the same for every event. */
  public record Deciding(List<Event> outputs) implements Decision {
    @Override
    public boolean onEvent(Event event, Outputs out) {
      outputs.forEach(output -> out.toHost(Topic.FL_EVENTS, "run", output));
      return true;
    }

    @Override
    public boolean concerns(RecordBytes record) {
      return record.length() > 0;
    }

    @Override
    public boolean forget(String site, long lastSecond, Outputs out) {
      return true;
    }

    @Override
    public List<KeyedState<?>> state() {
      return List.of();
    }
  }

  private static final class Kept implements Outputs {
    private final List<Event> events = new ArrayList<>();

    @Override
    public void toHost(Topic topic, String host, Event event) {
      events.add(event);
    }

    @Override
    public void toPartition(Topic topic, int partition, Event event) {}

    @Override
    public void toAllPartitions(Topic topic, Event event) {}
  }

  private static ModelCompared compared(Outcome outcome) {
    return new ModelCompared(
        new UUID(1, 2),
        "a",
        Instant.EPOCH,
        "s",
        1,
        "run",
        "lstm",
        FIGURES,
        FIGURES,
        outcome,
        1,
        "r",
        1);
  }

  private double count(String stage, String outcome) {
    return registry
        .get("fedics." + stage + ".models.compared")
        .tags("stage", stage, "outcome", outcome)
        .counter()
        .count();
  }

  @Test
  void counted_outcomesOfTrials_areCountedByKindAndPassedOn() {
    List<Event> told =
        List.of(compared(Outcome.KEPT), SECOND, compared(Outcome.RETURNED), compared(Outcome.KEPT));
    Decision counted = metrics.counted("lstm", new Deciding(told));
    assertThat(count("lstm", "kept")).isZero();
    assertThat(counted.onEvent(SECOND, kept)).isTrue();
    assertThat(kept.events).isEqualTo(told);
    assertThat(count("lstm", "kept")).isEqualTo(2);
    assertThat(count("lstm", "returned")).isEqualTo(1);
    assertThat(count("lstm", "taken")).isZero();
    assertThat(count("lstm", "confirmed")).isZero();
  }

  @Test
  void counted_changesOfItsModelAndOutcomes_areTold() {
    Decision counted = metrics.counted("lstm", new Deciding(List.of(compared(Outcome.KEPT))));
    Event change = activated("lstm");
    counted.onEvent(activated("iforest"), kept);
    counted.onEvent(change, kept);
    assertThat(heard).containsExactly(compared(Outcome.KEPT), compared(Outcome.KEPT), change);
  }

  @Test
  void counted_siteThatTheDetectorForgot_isTold() {
    Decision counted = metrics.counted("lstm", new Deciding(List.of()));
    assertThat(counted.forget("plant", 100, kept)).isTrue();
    assertThat(heard).containsExactly(new SiteForgotten("plant", "lstm", 100, 100));
  }

  private static ModelActivated activated(String detector) {
    return new ModelActivated(
        "a", "s", 1, 1, detector, new ModelRef("m", "1", "00ff", 0), true, 1L);
  }

  @Test
  void counted_recordThatIsOfNoConcern_staysSo() {
    Decision counted = metrics.counted("iforest", new Deciding(List.of()));
    assertThat(counted.concerns(RecordBytes.NONE)).isFalse();
    assertThat(counted.concerns(RecordBytes.of(new byte[1]))).isTrue();
  }

  @Test
  void counted_detectorWithoutModels_isLeftAsItIs() {
    Decision rules = new Deciding(List.of());
    assertThat(metrics.counted("physics-flow", rules)).isSameAs(rules);
    assertThat(registry.getMeters()).isEmpty();
  }
}
