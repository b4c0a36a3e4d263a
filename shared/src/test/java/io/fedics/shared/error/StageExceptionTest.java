package io.fedics.shared.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class StageExceptionTest {
  private final StageException away =
      new StageException(new StageFailure.Unavailable("database does not answer"));

  @Test
  void failureOf_wrappedByTheBrokersClient_isStillWhatItWas() {
    assertThat(StageException.failureOf(
            new KafkaException("User rebalance callback throws an error", away)))
        .isEqualTo(away.failure());
  }

  @Test
  void failureOf_nobodyTranslatedIt_isADefect() {
    assertThat(StageException.failureOf(
            new IllegalStateException("broken", new IllegalArgumentException("x"))))
        .isInstanceOf(StageFailure.Defect.class);
  }
}
