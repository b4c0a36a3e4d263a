package io.fedics.ingest;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.stage.DatabaseFailure;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code ingest_sites}: one writer a site at a time. Ask it from a Vert.x context only. */
public final class SiteStore {
  private static final String SELECT = """
      SELECT site, owner, kind, mark, file_sha256, ended, updated_at < now() - interval '10 seconds'
      FROM ingest_sites""";

  private final Pool pool;

  public SiteStore(Pool pool) {
    this.pool = pool;
  }

  /** Takes the site over: whoever wrote before can no longer pass a second. */
  public Future<SiteClaim> claim(String site, SiteOrigin origin) {
    return pool.preparedQuery("""
            INSERT INTO ingest_sites (site, epoch, owner, kind, file_sha256, latitude, longitude)
            VALUES ($1, 1, $2, $3, $4, $5, $6)
            ON CONFLICT (site) DO UPDATE SET epoch = ingest_sites.epoch + 1, owner = excluded.owner,
              kind = excluded.kind, file_sha256 = excluded.file_sha256, ended = false, updated_at = now(),
              latitude = coalesce(excluded.latitude, ingest_sites.latitude),
              longitude = coalesce(excluded.longitude, ingest_sites.longitude)
            RETURNING epoch, mark, forgetting IS NOT NULL""")
        .execute(Tuple.of(
            site,
            origin.owner(),
            origin.live() ? "live" : "file",
            origin.fileSha256(),
            origin.latitude(),
            origin.longitude()))
        .map(rows -> claimOf(site, rows.iterator().next()))
        .recover(DatabaseFailure::failed);
  }

  private static SiteClaim claimOf(String site, Row row) {
    return new SiteClaim(site, row.getLong(0), markOf(row.getLong(1)), row.getBoolean(2));
  }

  private static OptionalLong markOf(Long mark) {
    return mark == null ? OptionalLong.empty() : OptionalLong.of(mark);
  }

  /**
   * Before a second is passed on Kafka it is passed here: fails as Fenced when the site was taken over.
   *
   * @param first oldest epoch second published by this claim
   */
  public Future<Void> raise(SiteClaim claim, long first, long mark) {
    return fenced(claim, """
        UPDATE ingest_sites SET mark = greatest(mark, $4), first_second = least(first_second, $3),
          updated_at = now(), forgetting = NULL WHERE site = $1 AND epoch = $2""", Tuple.of(claim.site(), claim.epoch(), first, mark));
  }

  /** Says that the site's source is through. */
  public Future<Void> end(SiteClaim claim) {
    return fenced(
        claim,
        "UPDATE ingest_sites SET ended = true, updated_at = now() WHERE site = $1 AND epoch = $2",
        Tuple.of(claim.site(), claim.epoch()));
  }

  /**
   * Sites whose last source ended long ago and that stages still know, longest ended first. From now on their next owner
   * tells them too, before anything else: whoever is killed in between leaves no stage with half of a site.
   */
  Future<List<SiteClaim>> beginForgetting(Duration after, int most) {
    return pool.preparedQuery("""
            UPDATE ingest_sites SET forgetting = 'begun' WHERE site IN (
              SELECT site FROM ingest_sites
              WHERE ended AND mark IS NOT NULL AND forgetting IS DISTINCT FROM 'done'
                AND updated_at < now() - make_interval(secs => $1)
              ORDER BY updated_at, site LIMIT $2 FOR UPDATE SKIP LOCKED)
            RETURNING epoch, mark, true, site""")
        .execute(Tuple.of(after.toMillis() / 1e3, most))
        .map(rows -> {
          List<SiteClaim> ended = new ArrayList<>();
          rows.forEach(row -> ended.add(claimOf(row.getString(3), row)));
          return ended;
        })
        .recover(DatabaseFailure::failed);
  }

  /** Says that stages were told; who took a site over meanwhile tells them again. */
  Future<Void> endForgetting(List<SiteClaim> told) {
    String[] names = told.stream().map(SiteClaim::site).toArray(String[]::new);
    Long[] epochs = told.stream().map(SiteClaim::epoch).toArray(Long[]::new);
    return pool.preparedQuery("""
            UPDATE ingest_sites s SET forgetting = 'done' FROM UNNEST($1::text[], $2::bigint[]) AS t (site, epoch)
            WHERE s.site = t.site AND s.epoch = t.epoch""")
        .execute(Tuple.tuple().addArrayOfString(names).addArrayOfLong(epochs))
        .recover(DatabaseFailure::failed)
        .mapEmpty();
  }

  private Future<Void> fenced(SiteClaim claim, String sql, Tuple values) {
    return pool.preparedQuery(sql)
        .execute(values)
        .recover(DatabaseFailure::failed)
        .compose(done -> done.rowCount() == 1
            ? Future.succeededFuture()
            : Future.failedFuture(new StageException(new StageFailure.Fenced(
                "site " + claim.site() + " is written by another process now"))));
  }

  public Future<Optional<SiteRow>> find(String site) {
    return pool.preparedQuery(SELECT + " WHERE site = $1")
        .execute(Tuple.of(site))
        .map(rows -> rows.size() == 0
            ? Optional.<SiteRow>empty()
            : Optional.of(rowOf(rows.iterator().next())))
        .recover(DatabaseFailure::failed);
  }

  public Future<List<SiteRow>> all() {
    return pool.query(SELECT + " ORDER BY site")
        .execute()
        .map(rows -> {
          List<SiteRow> all = new ArrayList<>();
          rows.forEach(row -> all.add(rowOf(row)));
          return all;
        })
        .recover(DatabaseFailure::failed);
  }

  private static SiteRow rowOf(Row row) {
    return new SiteRow(
        row.getString(0),
        row.getString(1),
        row.getString(2).equals("live"),
        markOf(row.getLong(3)),
        Optional.ofNullable(row.getString(4)),
        row.getBoolean(5),
        row.getBoolean(6));
  }
}
