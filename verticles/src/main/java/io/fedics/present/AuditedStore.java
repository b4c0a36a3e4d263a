package io.fedics.present;

import io.fedics.present.audit.AuditStore;
import io.fedics.present.audit.AuditTrail;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.BiFunction;

/** The door for what people decide: nothing of it is kept that the audit trail does not tell. */
final class AuditedStore {
  private final HistoryStore history;
  private final AuditTrail trail;

  AuditedStore(HistoryStore history, AuditTrail trail) {
    this.history = history;
    this.trail = trail;
  }

  /**
   * @param work decides, and writes it down last
   */
  <T> Future<T> inTransaction(BiFunction<SqlConnection, AuditStore, Future<T>> work) {
    return history
        .limited(trail.store())
        .compose(store -> history.inTransaction(db -> work.apply(db, store)));
  }
}
