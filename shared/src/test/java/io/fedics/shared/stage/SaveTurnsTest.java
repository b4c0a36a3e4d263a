package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SaveTurnsTest {
  private static final NavigableSet<Integer> FOUR = new TreeSet<>(List.of(1, 3, 4, 9));

  private final SaveTurns turns = new SaveTurns(Duration.ofSeconds(10), 0);

  @Test
  void due_oftenAsked_isOneAfterTheOther() {
    assertThat(due(2_400)).isEmpty();
    assertThat(due(2_600)).containsExactly(1);
    assertThat(due(2_700)).isEmpty();
    assertThat(due(5_100)).containsExactly(3);
    assertThat(due(7_500)).containsExactly(4);
    assertThat(due(10_000)).containsExactly(9);
    assertThat(due(12_500)).containsExactly(1);
  }

  @Test
  void due_askedLate_isAllWhoseTurnItHasBecome() {
    assertThat(due(6_000)).containsExactly(1, 3);
    assertThat(due(7_400)).isEmpty(); // turns do not wander
    assertThat(due(7_600)).containsExactly(4);
    assertThat(due(60_000)).containsExactly(1, 3, 4, 9);
    assertThat(due(62_400)).isEmpty();
  }

  @Test
  void due_partitionsComeAndGo_goesOnBehindTheLatest() {
    due(5_100);
    assertThat(turns.due(new TreeSet<>(List.of(1, 7)), millis(11_000))).containsExactly(7);
    assertThat(turns.due(new TreeSet<>(), millis(20_000))).isEmpty();
    assertThat(turns.due(new TreeSet<>(List.of(5)), millis(21_000))).containsExactly(5);
  }

  private List<Integer> due(long millis) {
    return turns.due(FOUR, millis(millis));
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
