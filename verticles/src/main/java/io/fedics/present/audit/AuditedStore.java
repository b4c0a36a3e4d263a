package io.fedics.present.audit;

import io.fedics.present.history.HistoryStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.BiFunction;

/** The door for what people decide: nothing of it is kept that the audit trail does not tell. */
public final class AuditedStore {
  private final HistoryStore history;
  private final AuditTrail trail;

  public AuditedStore(HistoryStore history, AuditTrail trail) {
    this.history = history;
    this.trail = trail;
  }

  /**
   * @param work decides, and writes it down last
   */
  public <T> Future<T> inTransaction(BiFunction<SqlConnection, AuditStore, Future<T>> work) {
    return history
        .limited(trail.store())
        .compose(store -> history.inTransaction(db -> work.apply(db, store)));
  }
}
