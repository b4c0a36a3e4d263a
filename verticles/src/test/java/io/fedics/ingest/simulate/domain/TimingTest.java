package io.fedics.ingest.simulate.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimingTest {
  /** A Monday, 00:00 local time. */
  private static final long MONDAY =
      Instant.parse("2026-03-01T23:00:00Z").getEpochSecond() * Timing.SECOND;

  private static int count(Timing timing, long days) {
    var dice = new Dice(1);
    int count = 0;
    long at = timing.first(MONDAY, dice);
    while (at < MONDAY + days * Timing.DAY) {
      count++;
      long next = timing.after(at, dice);
      assertThat(next).isGreaterThan(at);
      at = next;
    }
    return count;
  }

  @Test
  void every_period_keepsItsPace() {
    assertThat(count(Timing.every(10, 0.05), 1)).isCloseTo(8_640, within(20));
  }

  @Test
  void daily_aroundMidnight_happensOnceADay() {
    assertThat(count(Timing.daily(0.02, 5), 30)).isBetween(29, 31);
    assertThat(count(Timing.daily(2, 5), 30)).isEqualTo(30);
    assertThat(count(Timing.daily(23.98, 5), 30)).isBetween(29, 31);
  }

  /** 2,880 turns a weekday, standard deviation 54. */
  @Test
  void byPeople_weekday_meetsItsMeanAndRestsAtTheWeekend() {
    assertThat(count(Timing.byPeopleEvery(30), 1)).isCloseTo(2_880, within(270));
    assertThat(count(Timing.byPeopleEvery(30), 7)).isLessThan(6 * 2_880);
  }

  @Test
  void faster_factor_multipliesTheRate() {
    assertThat(Timing.every(10, 0).faster(4).perSecond()).isEqualTo(0.4);
    assertThat(Timing.onAverageEvery(10).faster(4).perSecond()).isEqualTo(0.4);
    assertThat(Timing.byPeopleEvery(10).faster(4).perSecond()).isEqualTo(0.4);
  }
}
