package io.fedics.persist;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/** Which weeks there are, and what goes: first by age since ingestion, then by size, oldest stored first. */
final class Partitions {
  private static final int WEEKS_AHEAD = 2;
  private static final int DAYS = 7;
  /** Of what is there: large enough to get somewhere, small enough not to empty a table by one look. */
  private static final double SHARE_TO_PRUNE = 0.1;

  private final PartitionStore store;
  private final PersistConfig config;
  private final Clock clock;

  Partitions(PartitionStore store, PersistConfig config, Clock clock) {
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  Future<Void> look() {
    Instant keptFrom = clock.instant().minus(config.retention());
    return makeComingWeeks()
        .compose(_ -> store.weeks())
        .compose(weeks -> dropOld(weeks, keptFrom))
        .compose(_ -> store.deleteOlderThan(keptFrom))
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
    return store
        .bytes()
        .compose(bytes -> bytes <= config.maxBytes()
            ? Future.succeededFuture()
            : store
                .weeks()
                .compose(weeks -> weeks.stream()
                    .filter(week -> week.ends().isBefore(clock.instant()))
                    .findFirst()
                    .map(oldest -> store.drop(oldest).compose(_ -> keepBelowSize()))
                    .orElseGet(() -> store.deleteOldest(SHARE_TO_PRUNE))));
  }
}
