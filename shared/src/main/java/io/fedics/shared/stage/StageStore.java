package io.fedics.shared.stage;

import io.fedics.shared.event.Event;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Where state and next offsets of (stage, partition) are kept. Only the newest claim may save: an owner that lost its
 * partition without noticing fails with {@link io.fedics.shared.error.StageFailure.Fenced}.
 */
interface StageStore {

  /**
   * Raises the epoch, then reads the state, in one transaction.
   *
   * @param topicIds the broker's ids of the input topics: a topic that was made anew starts at 0, with empty state
   */
  Future<Claim> claim(String stage, int partition, List<String> topicIds);

  /** Fenced: state and offsets, or neither. */
  Future<Void> save(Claim claim, Save save);

  /** Fenced: rows, state and offsets of all these partitions of a stage, or nothing. */
  Future<Void> write(List<Share> shares, RowWriter rows);

  /** What one partition's batch writes. */
  record Share(Claim claim, Save save, List<Event> events) {}

  /** Second each site has passed, by {@code stage/partition}, as of the last saves of these stages. */
  Future<Map<String, Map<String, Long>>> progressOf(Collection<String> stages);
}
