package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.DeadLetter;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventSamples;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SiteForgotten;
import io.fedics.shared.event.SourceOpened;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link StageIo} must do; run against memory, and against the real broker and database. */
public abstract class StageIoContract {
  private static final int PARTITION = 0;
  private final EventCodec codec = new EventCodec();

  /** The world around the stage under test: it reads {@code network_data} and writes {@code host_activity}. */
  protected abstract Bench bench();

  /** Doors of a test world. */
  public interface Bench {
    void append(Topic topic, int partition, byte @Nullable [] value);

    /** Starts an instance and owns every partition. */
    StageIo start(StageWork work);

    /** Stops it as a verticle would. */
    void stop(StageIo io);

    /** Raises the epoch of a partition, as another owner would. */
    void fence(int partition);

    /** Blocks until so many events are there, in order. */
    List<Event> awaitEvents(Topic topic, int partition, int count);

    /** Blocks until so many records were read and none is in flight. */
    StageMetrics.Snapshot awaitRead(long records);

    /** Blocks until the health of the instance is this. */
    void awaitHealth(StageIo io, StageHealth.State state);
  }

  /** Counts {@code SourceOpened} of a site and says the count as progress. */
  private static final class Counting implements Decision {
    private final KeyedState<Long> counts = new KeyedState<>("counts", Long.class);
    private final boolean mended;

    Counting(boolean mended) {
      this.mended = mended;
    }

    @Override
    public boolean onEvent(Event event, Outputs out) {
      if (event instanceof AnomalyDetected) {
        return true;
      }
      if (!(event instanceof SourceOpened opened)) {
        return false;
      }
      Long before = counts.get(opened.site());
      long count = before == null ? 1 : before + 1;
      counts.put(opened.site(), count);
      if (opened.opened().equals("defect") && !mended) {
        throw new IllegalStateException("a defect");
      }
      out.toPartition(
          Topic.HOST_ACTIVITY,
          PARTITION,
          new Progress(opened.site(), "counting", count, "counting", 0, count, 0));
      return true;
    }

    @Override
    public boolean forget(String site, long lastSecond, Outputs out) {
      Long count = counts.get(site);
      if (count == null || count != lastSecond) {
        return false;
      }
      counts.remove(site);
      return true;
    }

    @Override
    public List<KeyedState<?>> state() {
      return List.of(counts);
    }
  }

  private static StageWork counting() {
    return StageWork.deciding(_ -> new Counting(false));
  }

  private void append(Event event) {
    bench().append(Topic.NETWORK_DATA, PARTITION, codec.encode(event));
  }

  private void open(long seq) {
    append(new SourceOpened("demo", "test", seq, "s" + seq, 0));
  }

  private List<Long> counts(int events) {
    return bench().awaitEvents(Topic.HOST_ACTIVITY, PARTITION, events).stream()
        .map(event -> ((Progress) event).completeThrough())
        .toList();
  }

  private static void assertLaw(StageMetrics.Snapshot counters) {
    assertThat(counters.difference()).isZero();
    assertThat(counters.inFlight()).isZero();
  }

  @Test
  void run_events_areDecidedInOrder() {
    StageIo io = bench().start(counting());
    open(1);
    open(2);
    open(3);
    assertThat(counts(3)).containsExactly(1L, 2L, 3L);
    StageMetrics.Snapshot counters = bench().awaitRead(3);
    assertThat(counters.writtenFrom()).isEqualTo(3);
    assertLaw(counters);
    bench().stop(io);
  }

  @Test
  void run_malformedAmongGood_isDeadLetteredAndTheRestGoesOn() {
    StageIo io = bench().start(counting());
    open(1);
    bench().append(Topic.NETWORK_DATA, PARTITION, "not json".getBytes(StandardCharsets.UTF_8));
    bench().append(Topic.NETWORK_DATA, PARTITION, new byte[10 << 20]);
    bench()
        .append(
            Topic.NETWORK_DATA,
            PARTITION,
            ("{\"schema\":" + "[".repeat(10_000)).getBytes(StandardCharsets.UTF_8));
    open(2);
    assertThat(counts(2)).containsExactly(1L, 2L);
    List<DeadLetter> letters = bench().awaitEvents(Topic.DEAD_LETTERS, PARTITION, 3).stream()
        .map(DeadLetter.class::cast)
        .toList();
    assertThat(letters).allSatisfy(letter -> {
      assertThat(letter.topic()).isEqualTo("network_data");
      assertThat(letter.reason()).isNotEmpty();
      assertThat(letter.head().length()).isLessThan(90_000);
    });
    assertThat(letters.get(1).length()).isEqualTo(10 << 20);
    StageMetrics.Snapshot counters = bench().awaitRead(5);
    assertThat(counters.deadLettered()).isEqualTo(3);
    assertLaw(counters);
    bench().stop(io);
  }

  @Test
  void run_recordWithoutAValue_isDeadLetteredAndTheRestGoesOn() {
    StageIo io = bench().start(counting());
    open(1);
    bench().append(Topic.NETWORK_DATA, PARTITION, null);
    open(2);
    assertThat(counts(2)).containsExactly(1L, 2L);
    assertThat(bench().awaitEvents(Topic.DEAD_LETTERS, PARTITION, 1).getFirst())
        .isInstanceOfSatisfying(
            DeadLetter.class, letter -> assertThat(letter.length()).isZero());
    assertLaw(bench().awaitRead(3));
    bench().stop(io);
  }

  @Test
  void run_repeats_areDroppedBySeq() {
    StageIo io = bench().start(counting());
    open(1);
    open(2);
    open(1);
    open(2);
    open(3);
    assertThat(counts(3)).containsExactly(1L, 2L, 3L);
    StageMetrics.Snapshot counters = bench().awaitRead(5);
    assertThat(counters.reread()).isEqualTo(2);
    assertLaw(counters);
    bench().stop(io);
  }

  @Test
  void run_findings_areLeftToTheirReaderWhateverTheirSeq() {
    StageIo io = bench().start(counting());
    append(EventSamples.anomaly());
    append(EventSamples.anomaly());
    StageMetrics.Snapshot counters = bench().awaitRead(2);
    assertThat(counters.reread()).isZero();
    assertLaw(counters);
    bench().stop(io);
  }

  @Test
  void run_sameSourceAtTwoSites_isNoRepeat() {
    StageIo io = bench().start(counting());
    open(1);
    append(new SourceOpened("demo-b", "test", 1, "s1", 0));
    assertThat(counts(2)).containsExactly(1L, 1L);
    assertThat(bench().awaitRead(2).reread()).isZero();
    bench().stop(io);
  }

  @Test
  void run_eventsItHasNoUseFor_areIgnored() {
    StageIo io = bench().start(counting());
    append(EventSamples.flow());
    open(1);
    assertThat(counts(1)).containsExactly(1L);
    StageMetrics.Snapshot counters = bench().awaitRead(2);
    assertThat(counters.ignored()).isEqualTo(1);
    assertLaw(counters);
    bench().stop(io);
  }

  @Test
  void run_afterAStop_goesOnWithItsState() {
    StageIo first = bench().start(counting());
    open(1);
    open(2);
    assertThat(counts(2)).hasSize(2);
    bench().stop(first);
    open(2);
    open(3);
    StageIo second = bench().start(counting());
    assertThat(counts(3)).containsExactly(1L, 2L, 3L);
    bench().stop(second);
    assertThat(second.health().state()).isEqualTo(StageHealth.State.STOPPED);
  }

  @Test
  void run_fencedByAnotherOwner_claimsAgainAndCountsOnce() {
    StageIo first = bench().start(counting());
    open(1);
    assertThat(counts(1)).hasSize(1);
    bench().fence(PARTITION);
    open(2);
    assertThat(counts(2)).endsWith(2L);
    bench().stop(first);
    open(3);
    StageIo second = bench().start(counting());
    // What the fenced owner wrote and could not save is written again, with the same bytes.
    List<Event> all = bench().awaitEvents(Topic.HOST_ACTIVITY, PARTITION, 4);
    assertThat(all.stream().distinct().map(event -> ((Progress) event).completeThrough()))
        .containsExactly(1L, 2L, 3L);
    bench().stop(second);
  }

  /** The second of the site is the count it is at. */
  private void forget(long lastSecond) {
    append(new SiteForgotten("demo", "test/forgotten", lastSecond, lastSecond));
  }

  @Test
  void run_siteIsForgotten_beginsAnewAndKnowsRepeats() {
    StageIo first = bench().start(counting());
    open(1);
    open(2);
    forget(2);
    append(new SourceOpened("demo", "test", 1, "s1", 1)); // a writer that reads again writes again
    append(new SourceOpened("demo", "test", 2, "s2", 2));
    forget(2);
    assertThat(counts(2)).containsExactly(1L, 2L);
    StageMetrics.Snapshot counters = bench().awaitRead(6);
    assertThat(counters.writtenFrom()).isEqualTo(3);
    assertThat(counters.reread()).isEqualTo(3);
    assertLaw(counters);
    bench().stop(first);

    StageIo second = bench().start(counting());
    append(new SourceOpened("demo", "test", 2, "s2", 2));
    append(new SourceOpened("demo", "test", 3, "s3", 3));
    assertThat(counts(3)).containsExactly(1L, 2L, 1L);
    bench().stop(second);
  }

  @Test
  void run_siteIsToBeForgottenBeforeAllOfItCame_waitsForIt() {
    StageIo first = bench().start(counting());
    open(1);
    forget(3);
    open(2);
    assertThat(counts(2)).containsExactly(1L, 2L);
    bench().stop(first);
    StageIo second = bench().start(counting());
    open(3);
    append(new SourceOpened("demo", "test", 4, "s4", 4));
    assertThat(counts(4)).containsExactly(1L, 2L, 3L, 1L);
    bench().stop(second);
  }

  @Test
  void run_decisionThatThrows_stopsToBeSeenAndSavesNothingOfIt() {
    StageIo first = bench().start(counting());
    open(1);
    assertThat(counts(1)).hasSize(1);
    append(new SourceOpened("demo", "test", 2, "defect", 0));
    bench().awaitHealth(first, StageHealth.State.FAILED);
    assertThat(bench().awaitRead(1).difference()).isZero();

    StageIo again = bench().start(counting()); // need not wait for the first to be stopped
    bench().awaitHealth(again, StageHealth.State.FAILED);
    bench().stop(first);
    bench().stop(again);

    StageIo mended = bench().start(StageWork.deciding(_ -> new Counting(true)));
    open(3);
    List<Event> all = bench().awaitEvents(Topic.HOST_ACTIVITY, PARTITION, 3);
    assertThat(all.stream().distinct().map(event -> ((Progress) event).completeThrough()))
        .containsExactly(1L, 2L, 3L);
    bench().stop(mended);
  }

  @Test
  void run_decisionThatThrowsOnBytes_leavesNothingInFlight() {
    StageIo io = bench().start(StageWork.deciding(_ -> new Decision() {
      @Override
      public boolean concerns(RecordBytes value) {
        throw new IllegalStateException("a defect");
      }

      @Override
      public boolean onEvent(Event event, Outputs out) {
        return true;
      }

      @Override
      public boolean forget(String site, long lastSecond, Outputs out) {
        return true;
      }

      @Override
      public List<KeyedState<?>> state() {
        return List.of();
      }
    }));
    open(1);
    bench().awaitHealth(io, StageHealth.State.FAILED);
    assertLaw(bench().awaitRead(0));
    bench().stop(io);
  }

  @Test
  void run_rowsThatThrow_leaveNothingInFlight() {
    StageIo io = bench().start(StageWork.storing(new RowWriter() {
      @Override
      public boolean stores(Event event) {
        throw new IllegalStateException("a defect");
      }

      @Override
      public Future<Void> write(SqlConnection db, List<Event> events) {
        return Future.succeededFuture();
      }
    }));
    open(1);
    bench().awaitHealth(io, StageHealth.State.FAILED);
    assertLaw(bench().awaitRead(0));
    bench().stop(io);
  }

  @Test
  void run_siteWhoseNameTheDatabaseCannotStore_isSavedWithTheOthers() {
    StageIo first = bench().start(counting());
    open(1);
    append(new SourceOpened("de\0mo", "test", 1, "s1", 0));
    append(new SourceOpened("demo\ud83d", "test", 1, "s1", 0));
    assertThat(counts(3)).containsExactly(1L, 1L, 1L);
    bench().stop(first);
    StageIo second = bench().start(counting());
    open(2);
    assertThat(counts(4)).containsExactly(1L, 1L, 1L, 2L); // nothing was read again
    bench().stop(second);
  }
}
