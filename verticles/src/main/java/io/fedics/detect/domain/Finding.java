package io.fedics.detect.domain;

import io.fedics.shared.event.AnomalyDetected.Change;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rule has to say about a host in a second.
 *
 * @param subject tells findings of one rule apart: the peer or the port
 * @param score in [0, 1]
 * @param raw powers of ten by which normal traffic misses it
 */
public record Finding(
    String rule,
    AttackLabel label,
    HostRole role,
    String subject,
    double score,
    double raw,
    List<Reason> reasons,
    List<String> peers,
    long peerCount,
    @Nullable Integer port,
    @Nullable String protocol,
    @Nullable UUID flowId,
    List<Change> counterfactual) {
  /** Of a rule: nothing to move. */
  public Finding(
      String rule,
      AttackLabel label,
      HostRole role,
      String subject,
      double score,
      double raw,
      List<Reason> reasons,
      List<String> peers,
      long peerCount,
      @Nullable Integer port,
      @Nullable String protocol,
      @Nullable UUID flowId) {
    this(
        rule, label, role, subject, score, raw, reasons, peers, peerCount, port, protocol, flowId,
        List.of());
  }

  /** Strongest first, then by name. */
  static final Comparator<Finding> STRONGEST = Comparator.comparingDouble(Finding::score)
      .thenComparingDouble(Finding::raw)
      .reversed()
      .thenComparing(Finding::rule)
      .thenComparing(Finding::subject);

  public static @Nullable Integer portOrNull(int port) {
    return port < 0 ? null : port;
  }

  public static @Nullable String textOrNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
