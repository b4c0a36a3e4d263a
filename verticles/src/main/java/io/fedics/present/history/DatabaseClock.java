package io.fedics.present.history;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** How far the clock of the database's machine is from ours: two machines that disagree put one event in two minutes. */
public final class DatabaseClock {
  private final HistoryStore history;
  private final Clock clock;

  public DatabaseClock(HistoryStore history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  /** Negative when the database's clock is behind; right to half of the time that the question took. */
  public Future<Duration> ahead() {
    Instant asked = clock.instant();
    return history
        .rows("SELECT clock_timestamp()", List.of())
        .map(rows -> ahead(asked, clock.instant(), rows.iterator().next().getOffsetDateTime(0)));
  }

  private static Duration ahead(Instant asked, Instant answered, OffsetDateTime theirs) {
    Instant ours = asked.plus(Duration.between(asked, answered).dividedBy(2));
    return Duration.between(ours, theirs.toInstant());
  }
}
