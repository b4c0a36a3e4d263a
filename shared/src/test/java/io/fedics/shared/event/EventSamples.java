package io.fedics.shared.event;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One event of every kind, with every field set. */
public final class EventSamples {
  public static final Instant AT = Instant.parse("2026-11-21T08:53:31.000001Z");
  public static final String SITE = "demo";
  private static final UUID ID = EventId.of("sample");
  private static final ModelRef MODEL = new ModelRef("physics", "1", "00ff", 4_800);
  private static final Reason REASON = new Reason("distinct-ports-10m", 212, 2, 1);

  private static final PrivacyFigure SPENT =
      new PrivacyFigure(1.5, "client", 1e-5, "rdp", 3, false);

  private EventSamples() {}

  public static List<Event> all() {
    return List.of(
        flow(),
        part(),
        new Sighting(ID, SITE, AT, "s", 1, "account:eva", "10.0.0.1", 49.195, 16.607),
        anomaly(),
        new HostsScored(
            ID, SITE, AT, "s", 2, 7, "physics", List.of("10.0.0.1"), List.of(0.5), List.of(3L), 0),
        verdict(),
        prediction(),
        new SiteEdges(
            ID,
            SITE,
            AT,
            "s",
            5,
            60,
            List.of(new SiteEdges.Edge("a", "b", 3, 900)),
            List.of(new SiteEdges.Served("b", List.of(502)))),
        new AlertRaised(ID, SITE, AT, "s", 6, incident()),
        new AlertUpdated(ID, SITE, AT, "s", 7, incident()),
        new IncidentStatusChanged(
            ID, SITE, AT, "s", 8, ID, IncidentStatus.FALSE_POSITIVE, "eva", "a drill"),
        new RoundCompleted(
            ID,
            FlEvent.SITE,
            AT,
            "s",
            20,
            "run-1",
            3,
            2,
            List.of("a", "b"),
            400,
            List.of("b"),
            Map.of("c", "died"),
            Map.of("d", "tensor-value: NaN"),
            0.25,
            Map.of("accuracy", 0.99),
            SPENT,
            "FedAvg",
            "00ff"),
        new ClientJoined(ID, FlEvent.SITE, AT, "s", 21, "run-1", "a", "127.0.0.1:5000"),
        new ClientReported(ID, FlEvent.SITE, AT, "s", 22, "run-1", 3, "a", 100, "north", SPENT),
        new ClientLost(ID, FlEvent.SITE, AT, "s", 23, "run-1", "a", "silent", "no answer"),
        new ClientRefused(ID, FlEvent.SITE, AT, "s", 24, "run-1", "a", "examples", "0", 3, true),
        new BudgetSpent(
            ID,
            FlEvent.SITE,
            AT,
            "s",
            25,
            "run-1",
            3,
            7,
            FlEvent.SITE,
            "clipped mean",
            1,
            4,
            1,
            SPENT,
            2.0,
            new BudgetSpent.Head(7, "00ff", "c2ln")),
        new InfluenceReported(
            ID, FlEvent.SITE, AT, "s", 26, "run-1", 3, "a", 4.5, 0.5, -1, 0.75, 3.75, true),
        new TrainingStopped(ID, FlEvent.SITE, AT, "s", 27, "run-1", 3, "budget", SPENT),
        new DeadLetter(
            ID, "", AT, "s", 9, "seq: missing", "network_data", 3, 99, 7, "00ff", "e30="),
        routed(),
        scored(),
        new Progress(SITE, "ingest/0/demo", 10, "ingest", 0, 7, 2),
        new SourceOpened(SITE, "s", 11, "file/ab", 7),
        new SourceGone(SITE, "s", 12, "file/ab", 8),
        new SiteForgotten(SITE, "s", 17, 8),
        new DetectorSet(SITE, "s", 13, 7, List.of("physics-flow")),
        new ModelActivated(SITE, "s", 14, 7, "physics", MODEL, true, 3L),
        new ScoresSketched(
            ID,
            SITE,
            AT,
            "s",
            15,
            "iforest",
            2,
            600,
            1_199,
            "00ff",
            List.of(-3, 4),
            List.of(9L, 1L),
            new ScoresSketched.Beside(
                "11ff", List.of(-2, 5), List.of(8L, 2L), 4_500_000, 4_000_000)),
        new ModelCompared(
            ID,
            SITE,
            AT,
            "s",
            16,
            "run-1",
            "lstm",
            new ModelCompared.ModelFigures("lstm", "1", "00ff", 2_000, 0.01, 0.5),
            new ModelCompared.ModelFigures("lstm", "2", "11ff", 1_990, 0.02, 0.6),
            ModelCompared.Outcome.KEPT,
            1_800,
            "it alarms more often",
            2_100));
  }

  public static FlowObserved flow() {
    return FlowObserved.builder("zeek", AT)
        .startedAt(AT.minusMillis(1_500))
        .srcIp("10.0.0.1")
        .srcPort(40_000)
        .dstIp("10.0.0.2")
        .dstPort(502)
        .protocol("tcp")
        .service("modbus")
        .state(FlowState.ESTABLISHED)
        .durationMicros(1_500_001L)
        .bytesOut(120L)
        .bytesIn(80L)
        .packetsOut(3L)
        .packetsIn(2L)
        .tcpFlags(0x1b)
        .communityId("1:abc=")
        .account("eva")
        .asset("agv-3")
        .ics(new IcsMessage("modbus", 1, 16, true, 40_118L, 2L, 17.5))
        .features(new Features("nsl-kdd/10", List.of("http", "SF")))
        .sensorAlerts(List.of("ET SCAN"))
        .build(ID, SITE, "file/ab", 42);
  }

  public static FlowRouted routed() {
    return new FlowRouted(
        EventId.of("routed"),
        SITE,
        AT,
        "iforest-routes/2/demo",
        4,
        flow(),
        new FlowRouted.FlowVerdict("iforest", 0.9995, 0.71, 0.999, true, MODEL));
  }

  public static RecordScored scored() {
    return new RecordScored(
        ID,
        SITE,
        AT,
        "records/2/demo",
        3,
        RecordOrigin.LIVE,
        ID,
        ID,
        7L,
        "10.0.0.1",
        "10.0.0.2",
        "nsl-kdd/10",
        new RecordScored.RecordVerdict(
            0.9,
            0.5,
            true,
            "attack",
            List.of(new RecordScored.LabelProbability("attack", 0.9)),
            MODEL),
        null);
  }

  public static HostActivityPart part() {
    var peers = new DistinctCount();
    peers.add("10.0.0.2");
    var ports = new DistinctCount();
    for (int port = 0; port < 200; port++) {
      ports.add(Integer.toString(port));
    }
    var role = new RoleActivity(
        3,
        300,
        200,
        6,
        5,
        1,
        1_500_000,
        0,
        peers,
        ports,
        List.of(new RoleActivity.PeerActivity("10.0.0.2", 3, 500, 1)));
    return new HostActivityPart(ID, SITE, AT, "s", 1, 7, "10.0.0.1", 2, role, null, 4, 1, 0);
  }

  public static AnomalyDetected anomaly() {
    return new AnomalyDetected(
        ID,
        SITE,
        AT,
        "physics-flow/2/demo",
        3,
        AT.getEpochSecond(),
        "10.0.0.1",
        "physics",
        "vertical-scan",
        AttackLabel.PROBE,
        HostRole.SOURCE,
        0.9999,
        212,
        0.999,
        true,
        MODEL,
        List.of(REASON),
        List.of("10.0.0.2"),
        1,
        null,
        "tcp",
        ID,
        List.of());
  }

  public static AttackClassified verdict() {
    Map<AttackLabel, Double> probabilities = new EnumMap<>(AttackLabel.class);
    probabilities.put(AttackLabel.BENIGN, 0.1);
    probabilities.put(AttackLabel.PROBE, 0.9);
    return new AttackClassified(
        ID,
        SITE,
        AT,
        "classify/2/demo",
        4,
        AT.getEpochSecond(),
        "10.0.0.1",
        AttackLabel.PROBE,
        probabilities,
        null,
        List.of("physics"),
        true,
        0.9999,
        List.of("vertical-scan"),
        List.of("T0846"),
        "10.0.0.1",
        List.of("10.0.0.2"),
        1,
        null,
        "tcp",
        List.of(REASON),
        List.of(ID),
        List.of(),
        List.of());
  }

  public static AttackPredicted prediction() {
    return new AttackPredicted(
        ID,
        SITE,
        AT,
        "predict/0/demo",
        5,
        AT.getEpochSecond(),
        0.75,
        SeverityLevel.HIGH,
        true,
        List.of("10.0.0.2"),
        List.of(new NextHop("10.0.0.3", 0.4, 900)),
        verdict());
  }

  public static IncidentSnapshot incident() {
    return new IncidentSnapshot(
        ID,
        SITE,
        AttackLabel.PROBE,
        0.9,
        0.75,
        SeverityLevel.HIGH,
        true,
        "10.0.0.1",
        List.of("10.0.0.2"),
        1,
        List.of("vertical-scan"),
        List.of("T0846"),
        List.of("physics"),
        null,
        "tcp",
        AT,
        AT,
        1,
        "10.0.0.1 probed 212 ports on 10.0.0.2 in 9 s; usual: 2",
        List.of(REASON),
        List.of(new NextHop("10.0.0.3", 0.4, 900)),
        ID);
  }
}
