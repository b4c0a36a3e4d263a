package io.fedics.shared.stage;

import io.fedics.shared.event.Event;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Predicate;

/** Rows for a store that is no database: which events they are of. */
record UnwrittenRows(Predicate<Event> stored) implements RowWriter {
  @Override
  public boolean stores(Event event) {
    return stored.test(event);
  }

  @Override
  public Future<Void> write(SqlConnection db, List<Event> events) {
    throw new IllegalStateException("no database here");
  }
}
