package io.fedics.present.history;

import io.fedics.present.http.Query;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The sites, and which span of event time a question means. */
public final class SiteReadStore {

  /**
   * @param live false for a replayed file: its "now" is its newest second
   * @param mark newest published epoch second
   * @param first oldest published epoch second
   */
  public record Site(String name, boolean live, OptionalLong mark, OptionalLong first) {

    private Optional<Instant> oldest() {
      return instant(first, 0);
    }

    /** The first second of which nothing was published yet. */
    private Optional<Instant> newest() {
      return instant(mark, 1);
    }

    private static Optional<Instant> instant(OptionalLong second, long plus) {
      return second.isEmpty()
          ? Optional.empty()
          : Optional.of(Instant.ofEpochSecond(second.getAsLong() + plus));
    }

    /** All of a replayed file, as far as it was published; empty for others. */
    public Optional<Span> ofFile() {
      return live
          ? Optional.empty()
          : oldest().flatMap(from -> newest().map(to -> new Span(from, to, from, to)));
    }
  }

  /**
   * From inclusive, to exclusive.
   *
   * @param oldest before it nothing was published
   * @param newest from it on nothing was published yet
   */
  public record Span(Instant from, Instant to, Instant oldest, Instant newest) {
    double seconds() {
      return seconds(from, to);
    }

    /** Of the whole minutes that the span touches, those in which flows can be. */
    public double secondsOfMinutes() {
      Instant begin = from.truncatedTo(ChronoUnit.MINUTES);
      Instant end = to.minusNanos(1).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
      return seconds(begin.isBefore(oldest) ? oldest : begin, end.isAfter(newest) ? newest : end);
    }

    private static double seconds(Instant from, Instant to) {
      return Math.max(1, Duration.between(from, to).toMillis() / 1_000.0);
    }
  }

  private final HistoryStore history;
  private final Clock clock;

  public SiteReadStore(HistoryStore history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  public Future<List<Site>> all() {
    return history
        .rows("SELECT site, kind, mark, first_second FROM ingest_sites ORDER BY site", List.of())
        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
            .map(row -> new Site(
                row.getString("site"),
                "live".equals(row.getString("kind")),
                optional(row.getLong("mark")),
                optional(row.getLong("first_second"))))
            .toList());
  }

  private static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** {@code from} and {@code to} as given; else the window before now; else, for a file, all of it. */
  public Future<Span> span(Query query, Duration usual) {
    Optional<String> name = query.text("site");
    return name.isEmpty()
        ? Future.succeededFuture(spanOf(query, usual, Optional.empty()))
        : all()
            .map(sites -> spanOf(
                query,
                usual,
                sites.stream().filter(site -> site.name().equals(name.get())).findFirst()));
  }

  private Span spanOf(Query query, Duration usual, Optional<Site> site) {
    Optional<Site> file = site.filter(known -> !known.live() && known.mark().isPresent());
    Optional<Instant> oldest = file.flatMap(Site::oldest);
    Instant newest = file.flatMap(Site::newest)
        .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
    Instant to = query.time("to").orElse(newest);
    Instant from = query
        .time("from")
        .orElseGet(() -> oldest
            .filter(_ -> !query.has("window"))
            .orElseGet(() -> to.minus(query.window("window", usual))));
    return new Span(
        from.isBefore(to) ? from : to.minus(usual), to, oldest.orElse(Instant.MIN), newest);
  }
}
