package io.fedics.sample;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Reason;
import java.time.Instant;
import java.util.List;

/** Findings for tests. */
public final class Findings {
  private static final ModelRef MODEL = new ModelRef("physics", "1", "00", 3_600);

  private Findings() {}

  /** A finding of {@code physics-host} about a source; an anomaly from 0.999. */
  public static AnomalyDetected of(
      long second, String host, String rule, AttackLabel label, double score, String... peers) {
    return of(second, host, rule, label, HostRole.SOURCE, score, peers);
  }

  public static AnomalyDetected of(
      long second,
      String host,
      String rule,
      AttackLabel label,
      HostRole role,
      double score,
      String... peers) {
    return new AnomalyDetected(
        EventId.of("demo", second, host, rule),
        "demo",
        Instant.ofEpochSecond(second),
        "physics-host/0/demo",
        second << 20,
        second,
        host,
        "physics",
        rule,
        label,
        role,
        score,
        212,
        2,
        score >= 0.999,
        MODEL,
        List.of(new Reason("distinct-ports-10s", 212, 2, 1)),
        List.of(peers),
        peers.length,
        502,
        "tcp",
        null,
        List.of());
  }
}
