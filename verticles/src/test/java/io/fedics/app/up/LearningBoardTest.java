package io.fedics.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.detect.domain.Learning;
import io.fedics.detect.domain.Learns;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.Progress;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Topic;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearningBoardTest {
  private final LearningBoard board = new LearningBoard();

  /** Tells what it was given. */
  private record Pupil(Map<String, Learning> learning) implements Decision, Learns {
    @Override
    public boolean onEvent(Event event, Outputs out) {
      return true;
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

  @Test
  void json_severalReaders_isTheLeastAdvancedOfSiteAndOfEachDetector() {
    told("physics-flow", 0, Map.of("a", new Learning(1, 0), "b", new Learning(0.5, 150)));
    told("physics-flow", 1, Map.of("a", new Learning(0.9, 30)));
    told("iforest", 0, Map.of("a", new Learning(0.25, 660)));
    told("iforest", 1, Map.of("a", new Learning(0.5, 660)));
    told("lstm", 0, Map.of("a", new Learning(1, 0)));

    JsonObject a = board.json().getJsonObject("a");
    assertThat(a.getDouble("share")).isEqualTo(0.25);
    assertThat(a.getLong("seconds_left")).isEqualTo(660);
    JsonObject detectors = a.getJsonObject("detectors");
    assertThat(detectors.fieldNames()).containsExactly("iforest", "lstm", "physics");
    assertThat(detectors.getJsonObject("physics").getDouble("share")).isEqualTo(0.9);
    assertThat(detectors.getJsonObject("physics").getLong("seconds_left")).isEqualTo(30);
    assertThat(detectors.getJsonObject("iforest").getDouble("share")).isEqualTo(0.25);
    assertThat(board.json().getJsonObject("b").getJsonObject("detectors").fieldNames())
        .containsExactly("physics");
  }

  @Test
  void json_nobodyTold_isEmpty() {
    assertThat(board.json()).isEmpty();
  }

  @Test
  void least_boardsOfTwoProcesses_isTheLeastAdvancedOfBoth() {
    told("physics-flow", 0, Map.of("a", new Learning(1, 0)));
    var other = new LearningBoard();
    tell(other, "iforest", 0, Map.of("a", new Learning(0.25, 660)));
    tell(other, "physics-host", 0, Map.of("a", new Learning(0.5, 150)));

    JsonObject a = LearningBoard.least(List.of(board.json(), other.json())).getJsonObject("a");
    assertThat(a.getDouble("share")).isEqualTo(0.25);
    assertThat(a.getJsonObject("detectors").getJsonObject("physics").getDouble("share"))
        .isEqualTo(0.5);
  }

  private void told(String stage, int partition, Map<String, Learning> learning) {
    tell(board, stage, partition, learning);
  }

  private static void tell(
      LearningBoard board, String stage, int partition, Map<String, Learning> learning) {
    board
        .watched(stage, partition, new Pupil(learning))
        .onEvent(new Progress("a", "test", 1, "ingest", partition, 1, 0), new Nowhere());
  }

  private static final class Nowhere implements Outputs {
    @Override
    public void toHost(Topic topic, String host, Event event) {}

    @Override
    public void toPartition(Topic topic, int partition, Event event) {}

    @Override
    public void toAllPartitions(Topic topic, Event event) {}
  }
}
