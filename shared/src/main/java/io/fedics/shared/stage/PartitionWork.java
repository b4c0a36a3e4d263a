package io.fedics.shared.stage;

import io.vertx.core.Future;
import java.util.List;

/** What one owner of one partition does with its share of a poll batch. */
interface PartitionWork {

  /** Done when everything the batch caused is acknowledged or in the database. */
  Future<Void> handle(List<Received> batch);

  /** Done when state and next offsets are durable. */
  Future<Void> save();
}
