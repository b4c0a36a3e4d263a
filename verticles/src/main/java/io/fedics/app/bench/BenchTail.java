package io.fedics.app.bench;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.Progress;
import io.fedics.shared.stage.LiveTail;
import io.fedics.shared.stage.StageRuntime;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Follows {@code anomalies} as any reader may: when a finding about a single flow could be read, how far predict is. */
final class BenchTail {
  private static final String LAST_STAGE = "predict";

  private final LiveTail tail;
  private final Vertx vertx;
  private final EventMoments findings;
  private final Map<String, Long> predicted = new ConcurrentHashMap<>();

  BenchTail(Vertx vertx, StageRuntime runtime, EventMoments findings) {
    this.vertx = vertx;
    this.findings = findings;
    this.tail = runtime.liveTail(vertx, Duration.ZERO);
  }

  Future<Void> start() {
    return Future.future(started -> vertx.runOnContext(
        _ -> tail.start(List.of(Topic.ANOMALIES, Topic.ATTACK_PREDICTED), this::onEvent)
            .onComplete(started)));
  }

  private void onEvent(Event event) {
    switch (event) {
      case AnomalyDetected finding -> onFinding(finding);
      case Progress passed
      when passed.stage().equals(LAST_STAGE) ->
        predicted.merge(passed.site(), passed.completeThrough(), Math::max);
      default -> {}
    }
  }

  private void onFinding(AnomalyDetected finding) {
    UUID flow = finding.flowId();
    if (flow != null) {
      findings.add(flow, System.nanoTime());
    }
  }

  /** Whether predict has passed these seconds of these sites. */
  boolean hasPassed(Map<String, Long> seconds) {
    return seconds.entrySet().stream()
        .allMatch(site -> predicted.getOrDefault(site.getKey(), Long.MIN_VALUE) >= site.getValue());
  }

  Future<Void> close() {
    return tail.close();
  }
}
