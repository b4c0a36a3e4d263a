package io.fedics.shared.stage;

import io.fedics.shared.event.Event;
import io.fedics.shared.topic.Topic;

/** Where a decision puts what it decided. The order of calls is the order in each partition. */
public interface Outputs {

  /** To the partition of {@code event.site()} and {@code host}; an empty host means the site as a whole. */
  void toHost(Topic topic, String host, Event event);

  void toPartition(Topic topic, int partition, Event event);

  void toAllPartitions(Topic topic, Event event);
}
