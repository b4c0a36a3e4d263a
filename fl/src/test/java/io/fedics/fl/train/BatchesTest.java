package io.fedics.fl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 63, 64, 65, 1_000})
  void end_everyStep_takesEachRecordOnce(int all) {
    for (Batches batches : new Batches[] {
      new Batches.OfRecords(8), new Batches.OfSteps(8, 1), new Batches.OfSteps(1, 1)
    }) {
      int steps = batches.steps(all);
      assertThat(batches.end(0, all)).isZero();
      assertThat(batches.end(steps, all)).isEqualTo(all);
      assertThat(IntStream.rangeClosed(1, steps)
              .map(s -> batches.end(s, all) - batches.end(s - 1, all)))
          .allMatch(size -> size >= 1);
    }
  }

  @Test
  void steps_ofSteps_areTheSameAtLargeAndSmallSites() {
    var batches = new Batches.OfSteps(100, 1);
    assertThat(batches.steps(50_000)).isEqualTo(100);
    assertThat(batches.steps(130)).isEqualTo(100);
    assertThat(batches.steps(40)).isEqualTo(40);
    assertThat(batches.end(1, 130)).isEqualTo(1);
    assertThat(batches.end(10, 130)).isEqualTo(13);
  }

  @Test
  void in_laterRounds_takeFewerSteps() {
    var batches = new Batches.OfSteps(100, 0.5);
    assertThat(batches.in(1)).isEqualTo(new Batches.OfSteps(100, 1));
    assertThat(batches.in(3)).isEqualTo(new Batches.OfSteps(25, 1));
    assertThat(batches.in(50)).isEqualTo(new Batches.OfSteps(1, 1));
    assertThat(new Batches.OfRecords(64).in(9)).isEqualTo(new Batches.OfRecords(64));
  }

  /** One part in 49 is not a whole number of double's bits: steps must not be rounded up from it. */
  @Test
  void privateSteps_seeEveryRecordOnceOnAverage() {
    var batches = new Batches.OfSteps(49, 1);
    assertThat(batches.samplingRate(8_800)).isEqualTo(1.0 / 49);
    assertThat(batches.privateSteps(8_800)).isEqualTo(49);
    assertThat(new Batches.OfRecords(64).samplingRate(640)).isEqualTo(0.1);
    assertThat(new Batches.OfRecords(64).privateSteps(640)).isEqualTo(10);
    assertThat(new Batches.OfRecords(64).privateSteps(20)).isEqualTo(1);
  }

  @Test
  void of_numbersThatCutNothing_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batches.OfRecords(0))
        .withMessageStartingWith("batch: 0 (expected: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batches.OfSteps(0, 1))
        .withMessageStartingWith("steps: 0 (expected: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batches.OfSteps(5, 1.01))
        .withMessageStartingWith("steps decay: 1.01 (expected: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batches.OfSteps(5, Double.NaN))
        .withMessageStartingWith("steps decay: NaN (expected: ");
  }
}
