package io.fedics.present;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What live frames need of the database, asked at most once a second and only while somebody looks. */
final class LiveStore {
  private final HistoryStore history;

  LiveStore(HistoryStore history) {
    this.history = history;
  }

  /** All flows ever stored, by site. */
  Future<Map<String, Long>> flowTotals() {
    return history
        .rows("SELECT site, sum(flows)::bigint FROM site_totals GROUP BY 1", List.of())
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
