package io.fedics.detect.domain.learned;

import io.fedics.detect.domain.learned.Calibrations.Calibration;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowRouted;
import io.fedics.shared.event.FlowRouted.FlowVerdict;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Topic;

/**
 * Passes judged flows on: to {@code normal_traffic}, or to {@code anomaly_alerts} when the score reaches the threshold.
 * To neither goes what was not judged (late, without addresses, beyond the flows kept of a host), nor what is too rare to be
 * called normal at a site that has taught too little to call it an anomaly. Not thread-safe.
 */
final class VerdictRoute {
  private final String detector;
  private final double threshold;
  private final DerivedSource self;
  private long second;
  private int position;

  VerdictRoute(String detector, int partition, double threshold) {
    this.detector = detector;
    this.threshold = threshold;
    this.self = new DerivedSource(detector + "-routes", partition);
  }

  /** Begins a complete second; its flows that waited for that follow in the order of judging. */
  void begin(long ofSecond) {
    second = ofSecond;
    position = 0;
  }

  /**
   * @param raw score of the model
   * @param calibration what it means
   * @param early whether its second is not complete: its place is then that of the flow among those of its source
   * @throws IllegalStateException when the score is no number: no verdict may come of it
   */
  void route(
      FlowObserved flow,
      double raw,
      Calibration calibration,
      ModelRef model,
      boolean early,
      Outputs out) {
    if (!Double.isFinite(raw)) {
      throw new IllegalStateException(
          "score of flow " + flow.eventId() + ": " + raw + " (expected: a finite number)");
    }
    double score = calibration.rarity(raw);
    if (!calibration.own() && score >= Calibrations.MOST_OF_SHIPPED) {
      return;
    }
    boolean anomaly = score >= threshold;
    pass(
        flow,
        new FlowVerdict(detector, score, raw, threshold, anomaly, model),
        early ? self.ofCause(flow.source()) : self.of(flow.site()),
        early ? flow.seq() : DerivedSource.seq(second, position++),
        out);
  }

  /**
   * Passes one flow on.
   *
   * @param source of the record, with {@code seq} of its own
   */
  static void pass(FlowObserved flow, FlowVerdict verdict, String source, long seq, Outputs out) {
    out.toHost(
        verdict.anomaly() ? Topic.ANOMALY_ALERTS : Topic.NORMAL_TRAFFIC,
        flow.keyHost(),
        new FlowRouted(
            EventId.of(flow.eventId(), verdict.detector(), "routed"),
            flow.site(),
            flow.observedAt(),
            source,
            seq,
            flow,
            verdict));
  }
}
