package io.fedics.shared.stage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.codec.StateCodec;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.SourceOpened;
import io.fedics.shared.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Decisions whose outputs are rows. */
class DecidingWorkTest {
  private static final String STAGE = "incident";

  private final Vertx vertx = Vertx.vertx();
  private final InMemoryStageStore stored = new InMemoryStageStore();
  private final RefusingStageStore store =
      new RefusingStageStore(stored, "nobody", new StageFailure.Unavailable("not asked"));
  private final DecidingWork work = new DecidingWork(
      claim(),
      new WorkParts(
          STAGE,
          store,
          new InMemoryLog(1),
          new StageMetrics(STAGE, new SimpleMeterRegistry()),
          new ProgressBoard(),
          new StateCodec(),
          new DecodedEvents()),
      new RowOfSome(),
      Optional.of(new UnwrittenRows(_ -> true)),
      vertx.getOrCreateContext());

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void handle_batchWithoutARow_isSavedNowAndThen() {
    assertThat(work.handle(List.of(opened(0, "a"))).succeeded()).isTrue();
    assertThat(store.transactions()).isEmpty();

    assertThat(work.save().succeeded()).isTrue();

    assertThat(claim().next()).containsExactly(1);
    assertThat(claim().state()).containsKey("seen|demo");
  }

  @Test
  void handle_rowBehindABatchWithout_bringsItsStateAlong() {
    work.handle(List.of(opened(0, "a"))).result();

    assertThat(work.handle(List.of(opened(1, "row"))).succeeded()).isTrue();

    assertThat(store.transactions()).hasSize(1);
    assertThat(stored.rows()).hasSize(1);
    assertThat(claim().next()).containsExactly(2);
    assertThat(
            new StateCodec().decode(requireNonNull(claim().state().get("seen|demo")), Long.class))
        .isEqualTo(2);
  }

  @Test
  void handle_recordThatCannotBeRead_isNotReadAgain() {
    assertThat(work.handle(List.of(received(0, "no event".getBytes(StandardCharsets.UTF_8))))
            .succeeded())
        .isTrue();

    assertThat(claim().next()).containsExactly(1);
  }

  private Claim claim() {
    return stored.claim(STAGE, 0, List.of("a")).result();
  }

  private static Received opened(long offset, String name) {
    return received(
        offset, new EventCodec().encode(new SourceOpened("demo", "test", offset, name, 0)));
  }

  private static Received received(long offset, byte[] value) {
    return new Received(Topic.ATTACK_PREDICTED, 0, 0, offset, 0, RecordBytes.of(value));
  }

  /** Counts what it saw of a site. */
  private static final class RowOfSome implements Decision {
    private final KeyedState<Long> seen = new KeyedState<>("seen", Long.class);

    @Override
    public boolean onEvent(Event event, Outputs out) {
      Long before = seen.get(event.site());
      seen.put(event.site(), before == null ? 1 : before + 1);
      if (event instanceof SourceOpened source && source.opened().equals("row")) {
        out.toPartition(Topic.ALERTS, 0, event);
      }
      return true;
    }

    @Override
    public boolean forget(String site, long lastSecond, Outputs out) {
      return true;
    }

    @Override
    public List<KeyedState<?>> state() {
      return List.of(seen);
    }
  }
}
