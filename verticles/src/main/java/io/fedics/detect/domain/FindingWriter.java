package io.fedics.detect.domain;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.HostsScored;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Progress;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Turns what rules found in a second into records, in a fixed order. Not thread-safe. */
final class FindingWriter {
  static final String DETECTOR = "physics";

  /** Most findings written per host and second. */
  private static final int MOST_FINDINGS = 20;

  private final String stage;
  private final int partition;
  private final DerivedSource self;
  private final double threshold;
  private final ModelRef rules;

  private String site = "";
  private long second;
  private int position;
  private final List<String> hosts = new ArrayList<>();
  private final List<Double> max = new ArrayList<>();
  private final List<Long> count = new ArrayList<>();

  FindingWriter(String stage, int partition, PhysicsSettings settings) {
    this.stage = stage;
    this.partition = partition;
    this.self = new DerivedSource(stage, partition);
    this.threshold = settings.threshold();
    this.rules = new ModelRef(DETECTOR, "1", sha256(settings.toString()), 0);
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Begins a second; {@link #host} follows for each host in order of its address, then {@link #end}. */
  void begin(String ofSite, long ofSecond) {
    site = ofSite;
    second = ofSecond;
    position = 0;
    hosts.clear();
    max.clear();
    count.clear();
  }

  /**
   * @param learnedSeconds how much past of this host stands behind the judgement
   */
  void host(String host, Findings findings, long learnedSeconds, Outputs out) {
    for (Finding finding : findings.strongest(MOST_FINDINGS)) {
      out.toPartition(Topic.ANOMALIES, partition, anomaly(host, finding, learnedSeconds));
    }
    hosts.add(host);
    max.add(findings.highest());
    count.add(findings.judgements());
    if (hosts.size() == HostsScored.MOST_HOSTS) {
      flush(0, out);
    }
  }

  /**
   * @param shed hosts of this second that were not judged
   */
  void end(long shed, Outputs out) {
    if (!hosts.isEmpty() || shed > 0) {
      flush(shed, out);
    }
  }

  /** Says that everything through {@code mark} is written. */
  void progress(String ofSite, long mark, Outputs out) {
    out.toPartition(
        Topic.ANOMALIES,
        partition,
        new Progress(
            ofSite,
            self.of(ofSite),
            DerivedSource.seq(mark, DerivedSource.LAST),
            stage,
            partition,
            mark,
            0));
  }

  private void flush(long shed, Outputs out) {
    int place = ++position;
    out.toPartition(
        Topic.ANOMALIES,
        partition,
        new HostsScored(
            EventId.of(stage, "hosts-scored", site, second, partition, place),
            site,
            Instant.ofEpochSecond(second),
            self.of(site),
            DerivedSource.seq(second, place),
            second,
            DETECTOR,
            hosts,
            max,
            count,
            shed));
    hosts.clear();
    max.clear();
    count.clear();
  }

  private AnomalyDetected anomaly(String host, Finding finding, long learnedSeconds) {
    return new AnomalyDetected(
        EventId.of(stage, site, second, host, finding.rule(), finding.subject()),
        site,
        Instant.ofEpochSecond(second),
        self.of(site),
        DerivedSource.seq(second, ++position),
        second,
        host,
        DETECTOR,
        finding.rule(),
        finding.label(),
        finding.role(),
        finding.score(),
        finding.raw(),
        threshold,
        finding.score() >= threshold,
        new ModelRef(rules.name(), rules.version(), rules.sha256(), Math.max(0, learnedSeconds)),
        finding.reasons(),
        finding.peers(),
        finding.peerCount(),
        finding.port(),
        finding.protocol(),
        finding.flowId());
  }
}
