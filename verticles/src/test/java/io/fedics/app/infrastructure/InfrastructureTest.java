package io.fedics.app.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class InfrastructureTest {
  private final UsageException silentBroker = new UsageException(
      "does not answer", new ExecutionException(new TimeoutException("30000 ms")));
  private final IOException cut =
      new IOException("cannot connect", new SQLException("EOF", "08006"));

  @Test
  void twice_answerOfTheSecondTime_isTaken() throws Exception {
    assertThat(Infrastructure.twice(failing(silentBroker))).isEqualTo("there");
    assertThat(Infrastructure.twice(failing(cut))).isEqualTo("there");
  }

  @Test
  void twice_silentTwice_failsWithTheSecondReason() {
    assertThatThrownBy(() -> Infrastructure.twice(failing(silentBroker, cut))).isSameAs(cut);
  }

  @Test
  void twice_mistakeThatStays_isToldAtOnce() {
    var mistake = new UsageException("kafka.partitions: 3, but the topic has 4");
    assertThatThrownBy(() -> Infrastructure.twice(failing(mistake))).isSameAs(mistake);
    var refused = new IOException("no", new SQLException("wrong password", "28P01"));
    assertThatThrownBy(() -> Infrastructure.twice(failing(refused))).isSameAs(refused);
  }

  /** Fails so often, then answers. */
  private static Callable<String> failing(Exception... failures) {
    Iterator<Exception> left = List.of(failures).iterator();
    return () -> {
      if (left.hasNext()) {
        throw left.next();
      }
      return "there";
    };
  }
}
