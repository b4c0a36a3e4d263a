package io.fedics.persist;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;

/**
 * Which weeks there are, and what goes: first by age since ingestion, then by size, oldest stored first. Not thread-safe:
 * one look at a time.
 */
final class Partitions {
  private static final int WEEKS_AHEAD = 2;
  private static final int DAYS = 7;
  /** Too much is too old sooner and sooner, until something goes. */
  private static final double SHORTER = 0.8;

  private static final Duration LEAST_KEPT = Duration.ofMinutes(1);

  /** What is stored in a week later than so long after its end is of a capture, or of a backlog. */
  private static final Duration LATE = Duration.ofHours(1);

  private final PartitionStore store;
  private final PersistConfig config;
  private final Clock clock;
  /** Age from which rows went by the last look, while it is all too much: the next begins sooner. */
  private Duration kept;

  Partitions(PartitionStore store, PersistConfig config, Clock clock) {
    this.store = store;
    this.config = config;
    this.clock = clock;
    this.kept = config.retention();
  }

  Future<Void> look() {
    Instant keptFrom = clock.instant().minus(config.retention());
    return makeComingWeeks()
        .compose(_ -> store.weeks())
        .compose(weeks -> dropOld(weeks, keptFrom))
        .compose(_ -> store.deleteOlderThan(keptFrom, List.of()))
        .compose(_ -> config.maxBytes() == 0 ? Future.succeededFuture() : keepBelowSize());
  }

  private Future<Void> makeComingWeeks() {
    LocalDate monday = mondayOf(clock.instant());
    Future<Void> done = Future.succeededFuture();
    for (String table : PartitionStore.EVENT_TABLES) {
      for (int week = 0; week <= WEEKS_AHEAD; week++) {
        LocalDate starts = monday.plusDays((long) DAYS * week);
        done = done.compose(_ -> store.create(table, starts));
      }
    }
    return done;
  }

  static LocalDate mondayOf(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC)
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  /** A week goes when nothing in it was stored since {@code keptFrom}; a week that is not over never goes. */
  private Future<Void> dropOld(List<PartitionStore.Week> weeks, Instant keptFrom) {
    Future<Void> done = Future.succeededFuture();
    for (PartitionStore.Week week : weeks) {
      if (week.ends().isBefore(keptFrom)) {
        done = done.compose(_ -> store.hasRowsSince(week, keptFrom))
            .compose(kept -> kept ? Future.succeededFuture() : store.drop(week));
      }
    }
    return done;
  }

  private Future<Void> keepBelowSize() {
    return store.bytes().compose(bytes -> {
      if (bytes <= config.maxBytes()) {
        kept = config.retention();
        return Future.succeededFuture();
      }
      return store.weeks().compose(this::giveUpOldest);
    });
  }

  private Future<Void> giveUpOldest(List<PartitionStore.Week> weeks) {
    Instant now = clock.instant();
    List<PartitionStore.Week> ended =
        weeks.stream().filter(week -> week.ends().isBefore(now)).toList();
    return storedInTime(ended)
        .compose(oldest -> oldest.isEmpty()
            ? deleteOldest(weeks, kept)
            : giveUp(oldest.get(), ended.subList(0, ended.indexOf(oldest.get()))));
  }

  /** The first week whose rows were stored while it lasted: in others may lie what came last. */
  private Future<Optional<PartitionStore.Week>> storedInTime(List<PartitionStore.Week> ended) {
    if (ended.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    PartitionStore.Week first = ended.getFirst();
    return store
        .hasRowsSince(first, first.ends().plus(LATE))
        .compose(late -> late
            ? storedInTime(ended.subList(1, ended.size()))
            : Future.succeededFuture(Optional.of(first)));
  }

  /**
   * After the rows that were stored before it began, as those of a capture; then the next look goes on.
   *
   * @param earlier weeks that stay because some of their rows came late
   */
  private Future<Void> giveUp(PartitionStore.Week week, List<PartitionStore.Week> earlier) {
    return store
        .deleteOlderThan(week.ends().minus(Duration.ofDays(DAYS)), earlier)
        .compose(count ->
            count > 0 ? Future.succeededFuture() : store.drop(week).compose(_ -> keepBelowSize()));
  }

  /**
   * The oldest rows of what cannot be dropped as a whole; the next look goes on when it was not enough, and not at the same
   * age: some rows reach that by every look, and faster ones would fill the disk behind it.
   */
  private Future<Void> deleteOldest(List<PartitionStore.Week> weeks, Duration before) {
    Duration shorter =
        Duration.ofMillis(Math.max(LEAST_KEPT.toMillis(), (long) (before.toMillis() * SHORTER)));
    return store.deleteOlderThan(clock.instant().minus(shorter), weeks).compose(count -> {
      kept = shorter;
      return count > 0 || shorter.equals(LEAST_KEPT)
          ? Future.succeededFuture()
          : deleteOldest(weeks, shorter);
    });
  }
}
