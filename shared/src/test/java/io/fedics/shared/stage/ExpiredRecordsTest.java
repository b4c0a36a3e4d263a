package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class ExpiredRecordsTest {
  private static final TopicPartition FIRST = new TopicPartition("network-log", 1);

  private final Logger log = (Logger) LoggerFactory.getLogger(ExpiredRecords.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final ExpiredRecords expired = new ExpiredRecords("ingest-network-log");

  @BeforeEach
  void listen() {
    said.start();
    log.addAppender(said);
    log.setAdditive(false); // an error in the log of a build is one of the build
  }

  @AfterEach
  void leave() {
    log.detachAppender(said);
    log.setAdditive(true);
  }

  @Test
  void records_goneBeforeTheStart_areTold() {
    expired.begin(FIRST, 100, 140);

    expired.read(FIRST, 140, 150, ExpiredRecordsTest::notAsked);

    assertThat(said())
        .containsExactly(
            "ingest-network-log: 40 records of network-log-1 expired before they were read");
  }

  @Test
  void records_goneWhileTheReaderRuns_areTold() {
    expired.begin(FIRST, 100, 0);
    expired.read(FIRST, 100, 110, ExpiredRecordsTest::notAsked);

    expired.read(FIRST, 117, 120, () -> 117);
    expired.read(FIRST, 120, 121, ExpiredRecordsTest::notAsked);

    assertThat(said())
        .containsExactly(
            "ingest-network-log: 7 records of network-log-1 expired before they were read");
  }

  @ParameterizedTest
  @CsvSource({"130, 7", "117, 7", "113, 3"})
  void records_goneBeforeTheFirst_areToldAsFarAsTheBrokerGaveThemUp(long oldest, int told) {
    expired.begin(FIRST, 100, 0);
    expired.read(FIRST, 100, 110, ExpiredRecordsTest::notAsked);

    expired.read(FIRST, 117, 120, () -> oldest);

    assertThat(said())
        .containsExactly("ingest-network-log: " + told
            + " records of network-log-1 expired before they were read");
  }

  @Test
  void holes_ofTransactions_areNotTold() {
    expired.read(FIRST, 0, 10, ExpiredRecordsTest::notAsked);

    expired.read(FIRST, 11, 20, ExpiredRecordsTest::notAsked);
    expired.read(FIRST, 25, 30, () -> 0);

    assertThat(said()).isEmpty();
  }

  private static long notAsked() {
    throw new AssertionError("asked without a hole");
  }

  private List<String> said() {
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
