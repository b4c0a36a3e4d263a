package io.fedics.detect.domain.learned;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.ScoresSketched;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.topic.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochScoresTest {
  private final RecordedOutputs out = new RecordedOutputs(1);
  private final EpochScores scores = new EpochScores("iforest", 0);

  private List<ScoresSketched> told() {
    return out.all(Topic.LEARNING, ScoresSketched.class).toList();
  }

  private long countedIn(long epoch) {
    return told().stream()
        .filter(sketch -> sketch.epoch() == epoch)
        .flatMap(sketch -> sketch.counts().stream())
        .mapToLong(count -> count)
        .sum();
  }

  @Test
  void passed_epochIsOver_tellsItsScoresOnce() {
    scores.add("demo", 30, "aa", new double[] {0.5}, 1, out);
    scores.add("demo", 40, "aa", new double[] {0.5}, 1, out);
    scores.passed("demo", 598, out);
    assertThat(countedIn(0)).isZero();

    scores.passed("demo", 599, out);
    scores.passed("demo", 700, out);

    assertThat(countedIn(0)).isEqualTo(2);
    assertThat(told().getLast().through()).isEqualTo(599);
  }

  /** A slow site's flows may come an hour in one go. */
  @Test
  void passed_epochWithoutScoresBeforeAnOpenOne_tellsNoneOfTheOpenOnes() {
    scores.add("demo", 30, "aa", new double[] {0.5}, 1, out);
    scores.add("demo", 1_230, "aa", new double[] {0.7}, 1, out);
    scores.passed("demo", 1_240, out);

    assertThat(told().getLast().through()).isEqualTo(1_199);
    assertThat(countedIn(0)).isEqualTo(1);
    assertThat(countedIn(600)).isZero();

    scores.passed("demo", 1_799, out);

    assertThat(countedIn(1_200)).isEqualTo(1);
  }

  @Test
  void passed_nothingHappened_saysHowFarItIs() {
    scores.passed("demo", 6_500, out);

    assertThat(told()).singleElement().satisfies(sketch -> {
      assertThat(sketch.through()).isEqualTo(5_999);
      assertThat(sketch.bins()).isEmpty();
    });
  }
}
