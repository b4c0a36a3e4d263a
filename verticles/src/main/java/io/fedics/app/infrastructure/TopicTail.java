package io.fedics.app.infrastructure;

import io.fedics.present.live.LiveEvents;
import io.fedics.shared.event.Event;
import io.fedics.shared.stage.LiveTail;
import io.fedics.shared.stage.StageRuntime;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The live tail of the topics as present wants it; made on the context that asks for it. */
public final class TopicTail implements LiveEvents {
  /** A fifth of what rows wait for their frame. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Vertx vertx;
  private final StageRuntime runtime;
  private Optional<LiveTail> tail = Optional.empty();

  public TopicTail(Vertx vertx, StageRuntime runtime) {
    this.vertx = vertx;
    this.runtime = runtime;
  }

  @Override
  public Future<Void> start(List<Topic> topics, Consumer<Event> onEvent) {
    LiveTail started = runtime.liveTail(vertx, PAUSE);
    tail = Optional.of(started);
    return started.start(topics, onEvent);
  }

  @Override
  public Future<Void> close() {
    return tail.map(LiveTail::close).orElseGet(Future::succeededFuture);
  }
}
