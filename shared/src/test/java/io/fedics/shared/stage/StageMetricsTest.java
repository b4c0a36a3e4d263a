package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StageMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StageMetrics metrics = new StageMetrics("physics-flow", registry);

  @Test
  void unaccounted_batchThatLostARecord_isItsNumber() {
    var tally = metrics.begin(3);
    tally.handled();
    tally.ignored();
    assertThat(shown("records.unaccounted")).isZero();
    tally.settle();
    assertThat(shown("records.unaccounted")).isEqualTo(1);
  }

  @Test
  void latency_recorded_isInTheBucketsAndInTheSnapshot() {
    metrics.took(70);
    Map<Double, Double> buckets = new TreeMap<>();
    for (CountAtBucket bucket : registry
        .get("fedics.physics-flow.record.latency")
        .timer()
        .takeSnapshot()
        .histogramCounts()) {
      buckets.put(bucket.bucket(TimeUnit.MILLISECONDS), bucket.count());
    }
    assertThat(buckets).containsEntry(60.0, 0.0).containsEntry(100.0, 1.0);
    assertThat(metrics.snapshot().p99Millis()).isBetween(60.0, 80.0);
  }

  @Test
  void trouble_counted_isShown() {
    metrics.retried();
    metrics.retried();
    metrics.fenced();
    assertThat(shown("batches.retried")).isEqualTo(2);
    assertThat(shown("claims.fenced")).isEqualTo(1);
  }

  @Test
  void lag_severalReaders_isTheirSum() {
    Object first = "first";
    metrics.unread(first, Map.of("flows/0", 10L, "flows/1", 7L));
    metrics.unread("second", Map.of("flows/2", 4L));
    assertThat(shown("records.lag")).isEqualTo(21);
    metrics.unread(first, Map.of());
    assertThat(metrics.snapshot().lag()).isEqualTo(4);
    assertThat(metrics.snapshot().unread()).isEqualTo(Map.of("flows/2", 4L));
  }

  private double shown(String name) {
    return registry
        .get("fedics.physics-flow." + name)
        .tag("stage", "physics-flow")
        .meter()
        .measure()
        .iterator()
        .next()
        .getValue();
  }
}
