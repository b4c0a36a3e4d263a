package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class ForeignFailureTest {
  private final ForeignFailure failures =
      new ForeignFailure("network-log", "fedics-ingest-network-log");

  @Test
  void of_topicOrGroupRefused_namesTheRightsThatAreNeeded() {
    var refused =
        unavailable("the broker refuses it (expected: the right to describe and to read the topic,"
            + " and to read with the group fedics-ingest-network-log)");
    assertThat(failures.of(new TopicAuthorizationException(Set.of("network-log"))))
        .isEqualTo(refused);
    assertThat(
            failures.of(new ExecutionException(GroupAuthorizationException.forGroupId("fedics"))))
        .isEqualTo(refused);
  }

  @Test
  void of_wrongCredentials_isNoAbsence() {
    assertThat(failures.of(new SaslAuthenticationException("Invalid username or password")))
        .isEqualTo(unavailable("the broker does not know us: Invalid username or password"));
  }

  @Test
  void of_unknownTopic_saysWhoMakesIt() {
    assertThat(failures.of(new ExecutionException(new UnknownTopicOrPartitionException("none"))))
        .isEqualTo(unavailable(
            "the broker has no such topic (expected: made by the program that writes it,"
                + " or by a restart of this one)"));
  }

  @Test
  void of_anotherReaderOfTheGroup_namesTheGroup() {
    assertThat(failures.of(new CommitFailedException()))
        .isEqualTo(unavailable("another reader is in the group fedics-ingest-network-log"
            + " (expected: nobody else)"));
  }

  @Test
  void of_unreadableRecord_isMalformedSoThatItIsNotTriedForEver() {
    assertThat(failures.of(
            new KafkaException("poll", new SerializationException("size 3, expected 8"))))
        .isEqualTo(new StageFailure.Malformed(
            "topic network-log: a record cannot be read: size 3, expected 8"));
  }

  @Test
  void of_damagedAnswer_isReadAgain() {
    assertThat(failures.of(new KafkaException("poll", new CorruptRecordException("checksum"))))
        .isEqualTo(unavailable("records came damaged: checksum"));
  }

  @Test
  void of_silentBroker_isAbsent() {
    assertThat(failures.of(new TimeoutException("no answer in 10000 ms")))
        .isEqualTo(unavailable("the broker does not answer: no answer in 10000 ms"));
    assertThat(failures.of(new KafkaException(
            "Failed to create new KafkaAdminClient", new ConfigException("No resolvable urls"))))
        .isEqualTo(unavailable("the broker cannot be reached: No resolvable urls"));
  }

  @Test
  void of_whatNobodyElseCanMend_isADefect() {
    assertThat(failures.of(new UnsupportedVersionException("too old")))
        .isInstanceOf(StageFailure.Defect.class);
    assertThat(failures.of(new IllegalStateException("ours")))
        .isInstanceOf(StageFailure.Defect.class);
  }

  @Test
  void of_whatSomebodyTranslated_keepsItsKind() {
    var fenced = new StageFailure.Fenced("site network-log has a younger owner");
    assertThat(failures.of(new KafkaException(new StageException(fenced)))).isEqualTo(fenced);
  }

  private static StageFailure unavailable(String why) {
    return new StageFailure.Unavailable("topic network-log: " + why);
  }
}
