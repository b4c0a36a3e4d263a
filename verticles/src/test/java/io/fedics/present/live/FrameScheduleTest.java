package io.fedics.present.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameScheduleTest {
  @Test
  void retain_addressesNobodyLooksAt_losesTheirTurn() {
    var schedule = new FrameSchedule<String>(2);
    schedule.due("a");
    schedule.due("b");
    schedule.due("c");

    schedule.retain(Set.of("c"));

    assertThat(schedule.turn()).containsExactly("c");
    assertThat(schedule.turn()).isEmpty();
  }
}
