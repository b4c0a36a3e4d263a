package io.fedics.detect.domain.physics;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SourceOpened;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.topic.Partitioner;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Hand-made flows of one site, and what the rules say of them. Seconds count from the site's first. */
public final class Traffic {
  public static final String SITE = "demo";
  public static final long START = 1_700_000_000;

  public final List<FlowObserved> flows = new ArrayList<>();

  public FlowBuilder flow(double second, String from, String to, int port, FlowState state) {
    long micros = Math.round(second * 1e6);
    Instant at = Instant.ofEpochSecond(START).plusNanos(micros * 1_000);
    return FlowObserved.builder("simulator", at)
        .srcIp(from)
        .srcPort(40_000 + flows.size() % 20_000)
        .dstIp(to)
        .dstPort(port)
        .protocol("tcp")
        .state(state);
  }

  public void add(FlowBuilder builder) {
    flows.add(builder.build(EventId.of("flow", flows.size()), SITE, "test", flows.size()));
  }

  /** An answered exchange. */
  public void talk(double second, String from, String to, int port) {
    talk(second, from, to, port, 400, 900);
  }

  public void talk(double second, String from, String to, int port, long out, long in) {
    add(flow(second, from, to, port, FlowState.ESTABLISHED)
        .bytesOut(out)
        .bytesIn(in)
        .packetsOut(5L)
        .packetsIn(5L)
        .durationMicros(200_000L));
  }

  public void refused(double second, String from, String to, int port) {
    add(flow(second, from, to, port, FlowState.REJECTED).bytesOut(0L).bytesIn(0L));
  }

  void unanswered(double second, String from, String to, int port) {
    add(flow(second, from, to, port, FlowState.ATTEMPTED).bytesOut(0L).bytesIn(0L));
  }

  /** What an ordinary plant does between two seconds: a master polls, an office host browses. */
  Traffic ordinary(int from, int to) {
    for (int second = from; second < to; second++) {
      for (int plc = 1; plc <= 5; plc++) {
        talk(second + 0.1 * plc, "10.0.2.1", "10.0.1." + plc, 502, 60, 80);
      }
      if (second % 7 == 0) {
        talk(second + 0.7, "10.0.3.9", "198.51.100." + (1 + second % 40), 443, 2_000, 60_000);
      }
      if (second % 64 == 3) {
        talk(second + 0.8, "10.0.3.9", "203.0.113.123", 8_883, 300, 200);
      }
    }
    return this;
  }

  /** Findings of {@link PhysicsFlow} over all partitions, in order of their ids. */
  List<AnomalyDetected> findings() {
    return findings(4);
  }

  List<AnomalyDetected> findings(int partitions) {
    return outputs(partitions)
        .all(Topic.ANOMALIES, AnomalyDetected.class)
        .sorted(Comparator.comparing(AnomalyDetected::eventId))
        .toList();
  }

  /** Anomalies of one rule, in order of time. */
  List<AnomalyDetected> anomalies(String rule) {
    return findings().stream()
        .filter(finding -> finding.rule().equals(rule) && finding.anomaly())
        .sorted(Comparator.comparingLong(AnomalyDetected::second))
        .toList();
  }

  RecordedOutputs outputs(int partitions) {
    var out = new RecordedOutputs(partitions);
    for (int p = 0; p < partitions; p++) {
      var decision = new PhysicsFlow(p, PhysicsSettings.DEFAULT);
      events(p, partitions).forEach(event -> decision.onEvent(event, out));
    }
    return out;
  }

  /** What one partition of {@code network_data} holds: each second's flows as they were added, then its progress. */
  public List<Event> events(int partition, int partitions) {
    var partitioner = new Partitioner(partitions);
    Map<Long, List<FlowObserved>> seconds = new TreeMap<>();
    for (FlowObserved flow : flows) {
      seconds.computeIfAbsent(flow.second(), _ -> new ArrayList<>()).add(flow);
    }
    List<Event> events = new ArrayList<>();
    events.add(new SourceOpened(SITE, "ingest/0/" + SITE, 0, "test", START));
    seconds.forEach((second, ofSecond) -> {
      for (FlowObserved flow : ofSecond) {
        if (partitioner.partitionOf(SITE, flow.keyHost()) == partition) {
          events.add(flow);
        }
      }
      events.add(progress("ingest", 0, second));
    });
    return events;
  }

  public static Progress progress(String stage, int partition, long second) {
    return new Progress(
        SITE,
        stage + '/' + partition + '/' + SITE,
        DerivedSource.seq(second, DerivedSource.LAST),
        stage,
        partition,
        second,
        0);
  }
}
