package io.fedics.present.scoring;

import io.fedics.present.history.HistoryStore;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.AlertRaised;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Puts a test alert where real ones wait to be told. */
public final class TestAlertStore {
  private final HistoryStore history;
  private final EventCodec codec = new EventCodec();

  public TestAlertStore(HistoryStore history) {
    this.history = history;
  }

  Future<Void> put(AlertRaised alert) {
    return history
        .rows(
            "INSERT INTO incident_outbox (key, bytes) VALUES ($1, $2)",
            List.of(alert.incident().id().toString(), Buffer.buffer(codec.encode(alert))))
        .mapEmpty();
  }
}
