package io.fedics.ingest.simulate.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private final Agenda agenda = new Agenda();
  private final List<Long> acted = new ArrayList<>();

  /** Acts {@code times} times, {@code gap} apart. */
  private Activity activity(long due, long gap, int times) {
    var activity = new Activity() {
      private int left = times;

      @Override
      long act() {
        acted.add(due);
        return --left == 0 ? NEVER : due + gap;
      }
    };
    activity.due = due;
    return activity;
  }

  private void runAll() {
    while (agenda.nextDue() != Activity.NEVER) {
      agenda.step();
    }
  }

  @Test
  void step_manyActivities_actInOrderOfTheirTimes() {
    var dice = new Dice(1);
    for (int i = 0; i < 1_000; i++) {
      agenda.add(activity(dice.below(10_000), 1 + dice.below(100), 1 + dice.below(5)));
    }
    runAll();
    assertThat(acted).isSorted().hasSizeGreaterThan(1_000);
    assertThat(agenda.size()).isZero();
  }

  @Test
  void step_activityThatGoesBack_isADefect() {
    agenda.add(activity(5, -1, 2));
    assertThatThrownBy(agenda::step).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void add_whileActing_doesNotDisturbTheOrder() {
    Activity parent = new Activity() {
      @Override
      long act() {
        acted.add(due);
        agenda.add(activity(due, 1, 1));
        agenda.add(activity(due + 15, 1, 1));
        return due >= 100 ? NEVER : due + 10;
      }
    };
    agenda.add(parent);
    runAll();
    assertThat(acted).isSorted().hasSize(33);
  }
}
