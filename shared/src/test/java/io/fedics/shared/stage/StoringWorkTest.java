package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.codec.StateCodec;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.DeadLetter;
import io.fedics.shared.event.SourceOpened;
import io.fedics.shared.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoringWorkTest {
  private static final String STAGE = "persist-alerts";
  private static final RowWriter ROWS =
      new UnwrittenRows(event -> !((SourceOpened) event).opened().equals("none"));

  private final Vertx vertx = Vertx.vertx();
  private final InMemoryLog log = new InMemoryLog(1);
  private final InMemoryStageStore rows = new InMemoryStageStore();
  private final StageMetrics metrics = new StageMetrics(STAGE, new SimpleMeterRegistry());
  private RefusingStageStore store = refusing(new StageFailure.Unavailable("not asked"));
  private final Claim claim = rows.claim(STAGE, 0, List.of("a", "b")).result();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void handle_oneRecordIsRefusedForItsContents_isADeadLetterAndTheOthersAreStored() {
    List<Received> batch = IntStream.range(0, 100)
        .mapToObj(n -> received(n % 2, n / 2, opened(n == 61 ? "refused" : "s" + n)))
        .toList();

    assertThat(work(new StageFailure.Malformed("database: out of range (22003)"))
            .handle(batch)
            .succeeded())
        .isTrue();

    assertThat(rows.rows()).hasSize(99).doesNotHaveDuplicates();
    assertThat(log.events(Topic.DEAD_LETTERS, 0))
        .singleElement()
        .isInstanceOfSatisfying(DeadLetter.class, letter -> {
          assertThat(letter.offset()).isEqualTo(30);
          assertThat(letter.reason()).isEqualTo("database: out of range (22003)");
        });
    assertThat(nextSaved()).containsExactly(50, 50);
    StageMetrics.Snapshot counters = metrics.snapshot();
    assertThat(counters.read()).isEqualTo(100);
    assertThat(counters.deadLettered()).isEqualTo(1);
    assertThat(counters.written()).isEqualTo(99);
    assertThat(counters.difference()).isZero();
    assertThat(counters.inFlight()).isZero();
    assertThat(store.transactions()).hasSizeLessThan(20);
  }

  @Test
  void handle_refusedAmongUnreadable_movesPastBoth() {
    List<Received> batch = List.of(
        received(0, 0, "not json".getBytes(StandardCharsets.UTF_8)),
        received(0, 1, opened("refused")));

    assertThat(work(new StageFailure.Malformed("database: refused (22P02)"))
            .handle(batch)
            .succeeded())
        .isTrue();

    assertThat(log.events(Topic.DEAD_LETTERS, 0).stream().distinct()).hasSize(2);
    assertThat(nextSaved()).containsExactly(2, 0);
    assertThat(metrics.snapshot().deadLettered()).isEqualTo(2);
    assertThat(metrics.snapshot().difference()).isZero();
  }

  @Test
  void handle_databaseIsAway_isTriedAgainAsAWhole() {
    Future<Void> handled = work(new StageFailure.Unavailable("database: away"))
        .handle(List.of(received(0, 0, opened("s")), received(0, 1, opened("refused"))));

    assertThat(StageException.failureOf(handled.cause()))
        .isInstanceOf(StageFailure.Unavailable.class);
    assertThat(rows.rows()).isEmpty();
    assertThat(log.events(Topic.DEAD_LETTERS, 0)).isEmpty();
    assertThat(metrics.snapshot().inFlight()).isZero();
    assertThat(store.transactions()).hasSize(1);
  }

  @Test
  void handle_batchWithoutARow_isSavedNowAndThen() {
    StoringWork work = work(new StageFailure.Unavailable("not asked"));

    assertThat(work.handle(List.of(received(0, 0, opened("none")))).succeeded()).isTrue();
    assertThat(store.transactions()).isEmpty();
    assertThat(work.save().succeeded()).isTrue();
    assertThat(nextSaved()).containsExactly(1, 0);
    assertThat(metrics.snapshot().ignored()).isEqualTo(1);
    assertThat(metrics.snapshot().difference()).isZero();
  }

  @Test
  void handle_rowsBehindABatchWithout_saveThePlaceToo() {
    StoringWork work = work(new StageFailure.Unavailable("not asked"));

    work.handle(List.of(received(0, 0, opened("none")))).result();
    assertThat(work.handle(List.of(received(1, 0, opened("s")))).succeeded()).isTrue();

    assertThat(nextSaved()).containsExactly(1, 1);
    assertThat(rows.rows()).hasSize(1);
  }

  private long[] nextSaved() {
    return rows.claim(STAGE, 0, List.of("a", "b")).result().next();
  }

  private static byte[] opened(String name) {
    return new EventCodec().encode(new SourceOpened("demo", "test", 1, name, 0));
  }

  private static Received received(int input, long offset, byte[] value) {
    return new Received(Topic.ALERTS, input, 0, offset, 0, RecordBytes.of(value));
  }

  private RefusingStageStore refusing(StageFailure refusal) {
    return new RefusingStageStore(rows, "refused", refusal);
  }

  private StoringWork work(StageFailure refusal) {
    store = refusing(refusal);
    var parts = new WorkParts(
        STAGE, store, log, metrics, new ProgressBoard(), new StateCodec(), new DecodedEvents());
    return new StoringWork(
        claim, parts, ROWS, share -> store.write(List.of(share), ROWS), vertx.getOrCreateContext());
  }
}
