package io.fedics.shared.stage;

import io.fedics.shared.event.Event;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/** Turns events into rows inside the transaction that also moves the offsets. */
public interface RowWriter {

  /** Whether such an event becomes a row; others count as ignored. */
  boolean stores(Event event);

  /**
   * Writes one batch; a repeat must change nothing.
   *
   * @param events in order, all of them ones it {@link #stores}
   */
  Future<Void> write(SqlConnection db, List<Event> events);
}
