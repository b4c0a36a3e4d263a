package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgressBoardTest {
  private static final long LIMIT = 600;

  private final ProgressBoard board = new ProgressBoard();
  private final PassedSeconds mine = new PassedSeconds();

  @Test
  void isAhead_everySecondOfElevenMinutes_is() {
    board.passed("classify", 0, "plant", 0);
    passEvery(1, 601);

    assertThat(isAhead()).isTrue();
  }

  @Test
  void isAhead_everySecondOfTenMinutes_isNot() {
    board.passed("classify", 0, "plant", 0);
    passEvery(1, 600);

    assertThat(isAhead()).isFalse();
  }

  @Test
  void isAhead_aFewSecondsOfManyHours_isNot() {
    board.passed("classify", 0, "plant", 0);
    passEvery(3_600, 3_600 * (PassedSeconds.KEPT - 1));

    assertThat(isAhead()).isFalse();

    passEvery(3_600, 3_600 * PassedSeconds.KEPT);
    assertThat(isAhead()).isTrue();
  }

  @Test
  void forget_siteThatManyPassed_leavesNothingOfIt() {
    board.passed("classify", 0, "plant", 0);
    board.passed("classify", 1, "plant", 0);
    board.passed("predict", 0, "other", 0);

    board.forget("plant");
    board.merge(Map.of("classify/1", Map.of("plant", 0L, "other", 0L)), Set.of("other"));

    assertThat(board.sites()).isEqualTo(2);
  }

  @Test
  void isAhead_slowestPartitionOfTheNextStage_counts() {
    passEvery(1, 700);
    board.passed("classify", 0, "plant", 690);
    assertThat(isAhead()).isFalse();

    board.passed("classify", 1, "plant", 20);
    assertThat(isAhead()).isTrue();
  }

  @Test
  void isAhead_nextStageThatSaidNothingYet_isNotWaitedFor() {
    passEvery(1, 5_000);

    assertThat(isAhead()).isFalse();
  }

  private void passEvery(int step, int through) {
    for (int second = step; second <= through; second += step) {
      mine.add(second);
    }
  }

  private boolean isAhead() {
    return board.isAhead(Map.of("plant", mine), List.of("classify"), 2, LIMIT);
  }
}
