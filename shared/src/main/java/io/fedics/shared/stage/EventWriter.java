package io.fedics.shared.stage;

import io.vertx.core.Context;
import io.vertx.core.Future;

/** Writes events to topics. */
public interface EventWriter {

  /**
   * Starts a batch.
   *
   * @param context where {@link Batch#acknowledged} continues
   */
  Batch batch(Context context);

  /** Sends as it is told and knows when all of it is acknowledged. One thread at a time. */
  interface Batch extends Outputs {

    /** Call once, after the last output. Fails as Unavailable when something could not be written. */
    Future<Void> acknowledged();

    /** Events sent so far; to several partitions counts once each. */
    long size();
  }
}
