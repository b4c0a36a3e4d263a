package io.fedics.persist;

import io.fedics.shared.event.AlertRaised;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.AttackPredicted;
import io.fedics.shared.event.DeadLetter;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.NextHop;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.SeverityLevel;
import io.fedics.shared.event.SiteEdges;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One of each event, told apart by a number. */
public final class Samples {
  public static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
  public static final String ATTACKER = "10.0.4.17";

  private Samples() {}

  public static Instant at(long second) {
    return START.plusSeconds(second);
  }

  public static FlowObserved flow(String site, int n) {
    return FlowObserved.builder("csv", at(n).plusNanos(1_000L * n))
        .srcIp("10.0.4." + n % 200)
        .srcPort(40_000)
        .dstIp("10.0.1.5")
        .dstPort(502)
        .protocol("tcp")
        .service("modbus")
        .state(FlowState.ESTABLISHED)
        .durationMicros(1_500L)
        .bytesOut(100L)
        .bytesIn(200L)
        .build(EventId.of("flow", site, n), site, "test", n);
  }

  public static AnomalyDetected anomaly(String site, int n) {
    return new AnomalyDetected(
        EventId.of("anomaly", site, n),
        site,
        at(n),
        "physics-flow/0/" + site,
        n,
        at(n).getEpochSecond(),
        ATTACKER,
        "physics",
        "vertical-scan",
        AttackLabel.PROBE,
        HostRole.SOURCE,
        0.9995,
        12,
        0.999,
        true,
        new ModelRef("physics", "1", "ab", 48_000),
        List.of(new Reason("distinct-ports-10s", 212, 2, 1)),
        List.of("10.0.1.5"),
        1,
        null,
        "tcp",
        EventId.of("flow", site, n),
        List.of());
  }

  public static AttackClassified verdict(String site, int n) {
    return new AttackClassified(
        EventId.of("verdict", site, n),
        site,
        at(n),
        "classify/0/" + site,
        n,
        at(n).getEpochSecond(),
        ATTACKER,
        AttackLabel.PROBE,
        Map.of(AttackLabel.PROBE, 0.75, AttackLabel.BENIGN, 0.25),
        null,
        List.of("physics"),
        true,
        0.9995,
        List.of("vertical-scan"),
        List.of("T0846"),
        ATTACKER,
        List.of("10.0.1.5"),
        1,
        null,
        "tcp",
        List.of(new Reason("distinct-ports-10s", 212, 2, 1)),
        List.of(EventId.of("anomaly", site, n)),
        List.of(),
        List.of());
  }

  public static Progress benign(String site, int n, long hosts) {
    return new Progress(
        site, "classify/0/" + site, n, "classify", 0, at(n).getEpochSecond(), hosts);
  }

  public static AttackPredicted prediction(String site, int n) {
    return new AttackPredicted(
        EventId.of("prediction", site, n),
        site,
        at(n),
        "predict/0/" + site,
        n,
        at(n).getEpochSecond(),
        0.72,
        SeverityLevel.HIGH,
        true,
        List.of("10.0.1.5"),
        List.of(new NextHop("10.0.1.6", 0.4, 900)),
        verdict(site, n));
  }

  public static SiteEdges edges(String site, int n) {
    return new SiteEdges(
        EventId.of("edges", site, n),
        site,
        at(n),
        "classify/0/" + site,
        n,
        at(n).getEpochSecond(),
        List.of(new SiteEdges.Edge(ATTACKER, "10.0.1.5", 3, 900)),
        List.of());
  }

  public static IncidentSnapshot incident(String site, int n, double severity) {
    return new IncidentSnapshot(
        EventId.of("incident", site, n),
        site,
        AttackLabel.PROBE,
        0.9,
        severity,
        SeverityLevel.of(severity),
        severity >= 0.7,
        ATTACKER,
        List.of("10.0.1.5"),
        1,
        List.of("vertical-scan"),
        List.of("T0846"),
        List.of("physics"),
        null,
        "tcp",
        at(n),
        at(n + 9),
        9,
        ATTACKER + " probed 212 ports on 10.0.1.5 in 9 s; usual: 2",
        List.of(new Reason("distinct-ports-10s", 212, 2, 1)),
        List.of(new NextHop("10.0.1.6", 0.4, 900)),
        EventId.of("verdict", site, n));
  }

  public static AlertRaised raised(String site, int n, double severity) {
    return new AlertRaised(
        EventId.of("raised", site, n),
        site,
        at(n),
        "incident/0/" + site,
        n,
        incident(site, n, severity));
  }

  public static DeadLetter deadLetter(int n) {
    return new DeadLetter(
        EventId.of("letter", n),
        "",
        at(n),
        "persist-flows",
        n,
        "seq: x (expected: a whole number)",
        "network_data",
        0,
        n,
        17,
        "ab",
        "e30=");
  }
}
