package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatherPaceTest {
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final long BEGAN = 5_000_000_000L;

  private final GatherPace pace = new GatherPace(4_000, BEGAN);

  @Test
  void rest_fewRecords_lastsUntilTheNextPollIsDue() {
    assertThat(pace.rest(EVERY, 799, BEGAN + millis(30))).isEqualTo(Duration.ofMillis(70));
  }

  @Test
  void rest_manyRecordsReadOrWaiting_isNone() {
    assertThat(pace.rest(EVERY, 800, BEGAN + millis(30))).isZero();
  }

  /** Else readers would fall behind for ever: a batch, a rest, the next batch. */
  @Test
  void rest_everythingThatOnePollMayBring_isNoneWhateverItsBound() {
    var few = new GatherPace(100, BEGAN);

    assertThat(few.rest(EVERY, 99, BEGAN)).isEqualTo(EVERY);
    assertThat(few.rest(EVERY, 100, BEGAN + millis(100))).isZero();
  }

  @Test
  void rest_afterSlowWork_isNoneAndIsNotMadeUpForLater() {
    assertThat(pace.rest(EVERY, 10, BEGAN + millis(170))).isZero();
    assertThat(pace.rest(EVERY, 10, BEGAN + millis(180))).isEqualTo(Duration.ofMillis(90));
  }

  @Test
  void rest_readerThatTheNextStageWaitsFor_isNone() {
    assertThat(pace.rest(Duration.ZERO, 1, BEGAN + 1)).isZero();
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
