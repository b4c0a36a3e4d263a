package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AheadWaitsTest {
  private final AheadWaits waits = new AheadWaits();

  @Test
  void waits_notAhead_readsOn() {
    assertThat(waits.waits(0, false, at(0))).isFalse();
  }

  @Test
  void waits_aheadForLong_readsOnceInAWhile() {
    assertThat(waits.waits(0, true, at(0))).isTrue();
    assertThat(waits.waits(0, true, at(19))).isTrue();
    assertThat(waits.waits(0, true, at(20))).isFalse();
    assertThat(waits.waits(0, true, at(21))).isTrue();
    assertThat(waits.waits(0, true, at(40))).isFalse();
  }

  @Test
  void waits_aheadAgain_hasItsWholePatience() {
    waits.waits(0, true, at(0));
    waits.waits(0, false, at(19));

    assertThat(waits.waits(0, true, at(20))).isTrue();
    assertThat(waits.waits(0, true, at(39))).isTrue();
  }

  @Test
  void waits_otherPartition_isOnItsOwn() {
    waits.waits(0, true, at(0));

    assertThat(waits.waits(1, true, at(20))).isTrue();
    assertThat(waits.waits(0, true, at(20))).isFalse();
  }

  private static long at(int second) {
    return TimeUnit.SECONDS.toNanos(second);
  }
}
