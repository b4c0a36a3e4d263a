package io.fedics.detect.domain;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.HostsScored;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Progress;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Turns what rules found in a second into records, in a fixed order. Not thread-safe. */
public final class FindingWriter {

  /** Most findings written per host and second. */
  private static final int MOST_FINDINGS = 20;

  /** Records of scored hosts come behind the findings of a second, in places that do not depend on how many these are. */
  private static final int SCORED_POSITION = 1 << 19;

  private final String stage;
  private final int partition;
  private final String detector;
  private final DerivedSource self;
  private final double threshold;

  private String site = "";
  private long second;
  private int position;
  private int scoredRecords;
  private final List<String> hosts = new ArrayList<>();
  private final List<Double> max = new ArrayList<>();
  private final List<Long> count = new ArrayList<>();

  /**
   * @param detector {@code physics}, {@code iforest}, {@code lstm}
   * @param threshold lowest score of an anomaly
   */
  public FindingWriter(String stage, int partition, String detector, double threshold) {
    this.stage = stage;
    this.partition = partition;
    this.detector = detector;
    this.self = new DerivedSource(stage, partition);
    this.threshold = threshold;
  }

  /** Begins a second; {@link #host} follows for each host in order of its address, then {@link #end}. */
  public void begin(String ofSite, long ofSecond) {
    site = ofSite;
    second = ofSecond;
    position = 0;
    scoredRecords = 0;
    hosts.clear();
    max.clear();
    count.clear();
  }

  /**
   * @param model who judged, and how much past stands behind the judgement
   */
  public void host(String host, Findings findings, ModelRef model, Outputs out) {
    for (Finding finding : findings.strongest(MOST_FINDINGS)) {
      finding(host, finding, model, out);
    }
    scored(host, findings.highest(), findings.judgements(), out);
  }

  /** One finding; {@link #scored} follows behind the last of its host. */
  public void finding(String host, Finding finding, ModelRef model, Outputs out) {
    out.toPartition(
        Topic.ANOMALIES,
        partition,
        anomaly(
            site,
            second,
            self.of(site),
            DerivedSource.seq(second, ++position),
            host,
            finding,
            model));
  }

  /** One finding about a flow whose second is not complete: its place is that of the flow among those of its source. */
  public void early(FlowObserved cause, String host, Finding finding, ModelRef model, Outputs out) {
    out.toPartition(
        Topic.ANOMALIES,
        partition,
        anomaly(
            cause.site(),
            cause.second(),
            self.ofCause(cause.source()),
            cause.seq(),
            host,
            finding,
            model));
  }

  /** A host without a finding, or whose findings are written. */
  public void scored(String host, double highest, long judgements, Outputs out) {
    hosts.add(host);
    max.add(highest);
    count.add(judgements);
    if (hosts.size() == HostsScored.MOST_HOSTS) {
      flush(0, out);
    }
  }

  /**
   * @param shed hosts of this second that were not judged
   */
  public void end(long shed, Outputs out) {
    if (!hosts.isEmpty() || shed > 0) {
      flush(shed, out);
    }
  }

  /** Says that everything through {@code mark} is written. */
  public void progress(String ofSite, long mark, Outputs out) {
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
    int place = ++scoredRecords;
    out.toPartition(
        Topic.ANOMALIES,
        partition,
        new HostsScored(
            EventId.of(stage, "hosts-scored", site, second, partition, place),
            site,
            Instant.ofEpochSecond(second),
            self.of(site),
            DerivedSource.seq(second, SCORED_POSITION + place),
            second,
            detector,
            hosts,
            max,
            count,
            shed));
    hosts.clear();
    max.clear();
    count.clear();
  }

  private AnomalyDetected anomaly(
      String ofSite,
      long ofSecond,
      String source,
      long seq,
      String host,
      Finding finding,
      ModelRef model) {
    return new AnomalyDetected(
        EventId.of(stage, ofSite, ofSecond, host, finding.rule(), finding.subject()),
        ofSite,
        Instant.ofEpochSecond(ofSecond),
        source,
        seq,
        ofSecond,
        host,
        detector,
        finding.rule(),
        finding.label(),
        finding.role(),
        finding.score(),
        finding.raw(),
        threshold,
        finding.score() >= threshold,
        model,
        finding.reasons(),
        finding.peers(),
        finding.peerCount(),
        finding.port(),
        finding.protocol(),
        finding.flowId(),
        finding.counterfactual());
  }
}
