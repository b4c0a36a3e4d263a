package io.fedics.detect.domain.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The small bounded memories the rules are built of. */
class MemoryTest {

  @Test
  void recent_sameItemAgain_countsOnceAtItsLatest() {
    var recent = new Recent();
    recent.add("a", 10);
    recent.add("b", 11);
    recent.add("a", 15);

    assertThat(recent.since(10)).isEqualTo(2);
    assertThat(recent.since(12)).isEqualTo(1);
    assertThat(recent.newest(5)).containsExactly("a", "b");
    assertThat(recent.expire(12)).isEqualTo(1);
    assertThat(recent.size()).isEqualTo(1);
  }

  @Test
  void recentGroups_tooManyItems_dropTheLeastRecentGroupFirst() {
    var groups = new RecentGroups();
    groups.add("old", "1", 1, 4);
    groups.add("old", "2", 2, 4);
    groups.add("new", "1", 3, 4);
    groups.add("new", "2", 4, 4);
    groups.add("new", "3", 5, 4);

    assertThat(groups.size()).isEqualTo(4);
    assertThat(groups.get("old")).extracting(Recent::size).isEqualTo(1);
    assertThat(groups.expire(5)).isEqualTo(3);
    assertThat(groups.get("old")).isNull();
  }

  @Test
  void rollingSum_timePasses_forgetsWhatIsBehindTheHorizon() {
    var sum = new RollingSum();
    sum.add(1_000, 5);
    sum.add(1_005, 2);

    assertThat(sum.over(Horizon.TEN_SECONDS, 1_009)).isEqualTo(7);
    assertThat(sum.over(Horizon.TEN_SECONDS, 1_010)).isEqualTo(2);
    assertThat(sum.over(Horizon.TEN_SECONDS, 1_015)).isZero();
    assertThat(sum.over(Horizon.MINUTE, 1_050)).isEqualTo(7);
    assertThat(sum.over(Horizon.HOUR, 4_000)).isEqualTo(7);
    assertThat(sum.over(Horizon.HOUR, 9_000)).isZero();
  }

  @Test
  void eventRate_attackBelowTheAlarm_isLearnedByACappedShareADay() {
    var rate = new EventRate();
    rate.learn(24, 86_400);
    double before = rate.perSecond();
    for (int hour = 0; hour < 24; hour++) {
      rate.learnCapped(1_000, 3_600, 0.5);
    }

    assertThat(rate.perSecond()).isLessThan(1.6 * before);
  }

  @Test
  void activityBaseline_constantCount_hasItsMeanAndLittleSpread() {
    var usual = new ActivityBaseline();
    for (int second = 0; second < 600; second++) {
      usual.learn(4, 1);
    }

    assertThat(usual.mean()).isCloseTo(4, within(1e-9));
    assertThat(usual.shape()).isEqualTo(10);
  }

  @Test
  void activityBaseline_silence_countsAsZero() {
    var usual = new ActivityBaseline();
    for (int minute = 0; minute < 60; minute++) {
      usual.learn(60, 60);
    }

    assertThat(usual.mean()).isCloseTo(1, within(1e-9));
    assertThat(usual.shape()).isLessThan(0.5);
  }

  @Test
  void activityBaseline_settledAndFlooded_risesByTheCappedShare() {
    var usual = new ActivityBaseline();
    usual.learn(0, 1);
    for (int second = 0; second < 86_400; second++) {
      usual.learn(2, 1);
    }
    for (int second = 0; second < 86_400; second++) {
      usual.learnCapped(200, 1, 0.5);
    }

    assertThat(usual.mean()).isBetween(3.0, 3.4); // e^0.5 of 2
  }
}
