package io.fedics.present.live;

import io.fedics.present.history.HistoryStore;
import io.fedics.present.http.Position;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What live frames need of the database, asked at most once a second and only while somebody looks. */
public final class LiveStore {
  private final HistoryStore history;

  public LiveStore(HistoryStore history) {
    this.history = history;
  }

  /** All flows ever stored, by site; of every known site, also one without flows. */
  Future<Map<String, Long>> flowTotals() {
    return history
        .rows(
            "SELECT coalesce(s.site, t.site), coalesce(sum(t.flows), 0)::bigint"
                + " FROM ingest_sites s FULL JOIN site_totals t ON t.site = s.site GROUP BY 1",
            List.of())
        .map(rows -> {
          Map<String, Long> totals = new HashMap<>();
          rows.forEach(row -> totals.put(row.getString(0), row.getLong(1)));
          return totals;
        });
  }

  Future<Position> resumePoint() {
    return history.oldestRunning().map(Position::before);
  }
}
