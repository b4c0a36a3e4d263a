package io.fedics.present.live;

import io.fedics.shared.codec.Rfc3339;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.HostsScored;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one site does right now, from the events that pass by: means over the last {@value #SECONDS} seconds of our
 * clock. Not thread-safe.
 */
final class SiteNumbers {
  private static final int SECONDS = 5;
  private static final long LATENCY_MILLIS = 60_000;
  /** How long the newest judged second of a site is told of. */
  private static final long REMEMBERED_MILLIS = 3_600_000;

  private static final int MOST_LATENCIES = 2_000;

  private record Latency(long at, long millis) {}

  private final Deque<Map<String, Long>> seconds = new ArrayDeque<>();
  private final Deque<Long> shed = new ArrayDeque<>();
  private final Deque<Latency> latencies = new ArrayDeque<>();
  private Map<String, Long> anomalies = new TreeMap<>();
  private long shedNow;
  private long judgedAt;

  void onAnomaly(AnomalyDetected anomaly) {
    anomalies.merge(anomaly.detector(), 1L, Long::sum);
  }

  /** A second of the site is judged, whether something was found in it or not. */
  void onScored(HostsScored scored, long nowMillis) {
    shedNow += scored.shed();
    judgedAt = nowMillis;
  }

  /** From the end of the second to our having the verdict; of old traffic it would mean nothing. */
  void onVerdict(AttackClassified verdict, long nowMillis) {
    long millis = nowMillis - (verdict.second() + 1) * 1_000;
    if (millis >= 0 && millis < LATENCY_MILLIS) {
      latencies.addLast(new Latency(nowMillis, millis));
      if (latencies.size() > MOST_LATENCIES) {
        latencies.removeFirst();
      }
    }
  }

  /** Call once a second. */
  void tick(long nowMillis) {
    seconds.addLast(anomalies);
    shed.addLast(shedNow);
    anomalies = new TreeMap<>();
    shedNow = 0;
    if (seconds.size() > SECONDS) {
      seconds.removeFirst();
      shed.removeFirst();
    }
    while (!latencies.isEmpty() && latencies.getFirst().at() < nowMillis - LATENCY_MILLIS) {
      latencies.removeFirst();
    }
  }

  boolean isQuiet(long nowMillis) {
    return judgedAt < nowMillis - REMEMBERED_MILLIS
        && latencies.isEmpty()
        && seconds.stream().allMatch(Map::isEmpty)
        && anomalies.isEmpty();
  }

  /** A number that is not known is missing. */
  JsonObject json() {
    var byDetector = new JsonObject();
    double all = 0;
    int span = Math.max(1, seconds.size());
    Map<String, Long> sums = new TreeMap<>();
    seconds.forEach(
        second -> second.forEach((detector, count) -> sums.merge(detector, count, Long::sum)));
    for (Map.Entry<String, Long> sum : sums.entrySet()) {
      byDetector.put(sum.getKey(), (double) sum.getValue() / span);
      all += (double) sum.getValue() / span;
    }
    var json = new JsonObject()
        .put("anomalies_per_second", all)
        .put("by_detector", byDetector)
        .put("shed", shed.stream().mapToLong(Long::longValue).sum());
    if (!latencies.isEmpty()) {
      long[] sorted = latencies.stream().mapToLong(Latency::millis).sorted().toArray();
      json.put("verdict_p95_ms", sorted[(int) (0.95 * (sorted.length - 1))]);
    }
    if (judgedAt > 0) {
      json.put("judged_at", Rfc3339.format(Instant.ofEpochMilli(judgedAt)));
    }
    return json;
  }
}
