package io.fedics.present.live;

import io.fedics.shared.event.Event;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** The newest records of topics; what it misses, people get from history. {@code LiveTail} is one. */
public interface LiveEvents {
  /** Hands over every event from now on, on the caller's context. */
  Future<Void> start(List<Topic> topics, Consumer<Event> onEvent);

  Future<Void> close();
}
