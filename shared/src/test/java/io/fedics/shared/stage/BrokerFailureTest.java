package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class BrokerFailureTest {

  @Test
  void of_silentBrokerInARebalance_isUnavailable() {
    var error = new KafkaException(
        "User rebalance callback throws an error",
        new TimeoutException("Failed to get offsets by times in 60012ms"));
    assertThat(BrokerFailure.of(error))
        .isEqualTo(
            new StageFailure.Unavailable("broker: Failed to get offsets by times in 60012ms"));
  }

  @Test
  void of_whatSomebodyTranslated_keepsItsKind() {
    var fenced = new StageFailure.Fenced("partition 1 has a younger owner");
    assertThat(BrokerFailure.of(new KafkaException(new StageException(fenced)))).isEqualTo(fenced);
  }

  @Test
  void of_whatTheBrokersOwnerCanMend_isUnavailable() {
    assertThat(BrokerFailure.of(new TopicAuthorizationException(Set.of("alerts"))))
        .isInstanceOf(StageFailure.Unavailable.class);
    assertThat(BrokerFailure.of(new OutOfOrderSequenceException("restarted")))
        .isInstanceOf(StageFailure.Unavailable.class);
  }

  @Test
  void of_whatRepeatingDoesNotMend_isADefect() {
    assertThat(BrokerFailure.of(new RecordTooLargeException("17 MB")))
        .isInstanceOf(StageFailure.Defect.class);
    assertThat(BrokerFailure.of(new IllegalStateException("ours")))
        .isInstanceOf(StageFailure.Defect.class);
  }
}
