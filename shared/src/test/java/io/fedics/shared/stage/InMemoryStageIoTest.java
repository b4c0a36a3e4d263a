package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.StateCodec;
import io.fedics.shared.event.Event;
import io.fedics.shared.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class InMemoryStageIoTest extends StageIoContract {
  private static final String STAGE = "counting";

  private final Vertx vertx = Vertx.vertx();
  private final InMemoryLog log = new InMemoryLog(1);
  private final InMemoryStageStore store = new InMemoryStageStore();
  private final StageMetrics metrics = new StageMetrics(STAGE, new SimpleMeterRegistry());
  private final List<InMemoryStageIo> running = new ArrayList<>();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private void pump() {
    boolean any = true;
    while (any) {
      any = false;
      for (InMemoryStageIo io : List.copyOf(running)) {
        any |= io.pump(2);
      }
    }
  }

  @Override
  protected Bench bench() {
    return new Bench() {
      @Override
      public void append(Topic topic, int partition, byte @Nullable [] value) {
        log.append(topic, partition, value == null ? new byte[0] : value);
      }

      @Override
      public StageIo start(StageWork work) {
        var parts = new WorkParts(
            STAGE, store, log, metrics, new ProgressBoard(), new StateCodec(), new DecodedEvents());
        var io = new InMemoryStageIo(
            List.of(Topic.NETWORK_DATA), log, parts, vertx.getOrCreateContext());
        assertThat(io.run(work).succeeded()).isTrue();
        running.add(io);
        return io;
      }

      @Override
      public void stop(StageIo io) {
        pump();
        assertThat(io.close().succeeded()).isTrue();
        running.remove(io);
      }

      @Override
      public void fence(int partition) {
        store.fence(STAGE, partition);
      }

      @Override
      public List<Event> awaitEvents(Topic topic, int partition, int count) {
        pump();
        running.forEach(InMemoryStageIo::save);
        pump();
        List<Event> events = log.events(topic, partition);
        assertThat(events).hasSizeGreaterThanOrEqualTo(count);
        return events;
      }

      @Override
      public StageMetrics.Snapshot awaitRead(long records) {
        pump();
        assertThat(metrics.snapshot().read()).isEqualTo(records);
        return metrics.snapshot();
      }

      @Override
      public void awaitHealth(StageIo io, StageHealth.State state) {
        pump();
        assertThat(io.health().state()).isEqualTo(state);
      }
    };
  }
}
