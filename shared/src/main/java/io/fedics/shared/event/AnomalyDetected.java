package io.fedics.shared.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A detector's finding about one host in one second.
 *
 * @param second epoch second the finding belongs to
 * @param host who is judged; a flow's finding is about its source
 * @param detector {@code physics}, {@code iforest}, {@code lstm}
 * @param rule which rule, for {@code physics}; otherwise what was judged ({@code flow}, {@code window})
 * @param label what the finding points to
 * @param role whether {@code host} acted or was acted upon
 * @param score calibrated, in [0, 1]: 1 − p, where p is the share of the site's known-normal data that scores as high
 * @param rawScore the detector's own number
 * @param threshold lowest score that counts as an anomaly
 * @param anomaly whether score ≥ threshold; {@code is_anomaly} on the wire
 * @param peers the other ends, most involved first, at most 16
 * @param peerCount how many other ends there were in all
 * @param port destination port, when the finding is about one
 * @param flowId the flow that tipped it, when there is one
 * @param counterfactual few changes with which it would have scored below the threshold; empty when nobody asked or no
 *     changes suffice
 */
public record AnomalyDetected(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    long second,
    String host,
    String detector,
    String rule,
    AttackLabel label,
    HostRole role,
    double score,
    double rawScore,
    double threshold,
    boolean anomaly,
    ModelRef model,
    List<Reason> reasons,
    List<String> peers,
    long peerCount,
    @Nullable Integer port,
    @Nullable String protocol,
    @Nullable UUID flowId,
    List<Change> counterfactual)
    implements DataEvent {
  /** One number of what was judged, moved {@code from} what was seen {@code to} what is usual. */
  public record Change(String feature, double from, double to) {}

  /** Most peers a finding names. */
  public static final int MOST_PEERS = 16;

  public AnomalyDetected {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score: " + score + " (expected: 0 to 1)");
    }
    reasons = List.copyOf(reasons);
    peers = List.copyOf(peers);
    counterfactual = List.copyOf(counterfactual);
  }
}
