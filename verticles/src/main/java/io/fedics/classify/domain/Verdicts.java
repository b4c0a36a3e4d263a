package io.fedics.classify.domain;

import io.fedics.shared.attack.Techniques;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes the verdict about one host and second from its findings. */
final class Verdicts {
  private static final int MOST_FINDINGS = 8;

  /** From more sources than this, none of which sends half, nobody in particular attacks. */
  private static final int MOST_ATTACKERS = 64;

  /** The rule that names one source alone when that sends half. */
  private static final String FLOOD = "flood";

  private static final Comparator<AnomalyDetected> STRONGEST_FIRST = Comparator.comparingDouble(
          AnomalyDetected::score)
      .reversed()
      .thenComparing(AnomalyDetected::rule)
      .thenComparing(AnomalyDetected::eventId);

  private final Techniques techniques;

  Verdicts(Techniques techniques) {
    this.techniques = techniques;
  }

  /**
   * Empty when the verdict is benign and no finding is an anomaly.
   *
   * @param model the one in force
   * @param detectors names of the detectors that took part
   */
  Optional<AttackClassified> judge(
      LabelModel model,
      String site,
      long second,
      String host,
      Evidence evidence,
      List<String> detectors,
      String source,
      long seq) {
    List<AnomalyDetected> ordered = evidence.findings();
    LabelModel.Judgement judgement = model.judge(evidence, Set.copyOf(detectors));
    Map<AttackLabel, Double> probabilities = judgement.probabilities();
    AttackLabel label = Likeliest.of(probabilities);
    boolean anomaly = ordered.stream().anyMatch(AnomalyDetected::anomaly);
    if (label == AttackLabel.BENIGN && !anomaly) {
      return Optional.empty();
    }
    List<AnomalyDetected> speaking = speakingFirst(label, ordered);
    AnomalyDetected first = speaking.getFirst();
    List<AnomalyDetected> agreeing = speaking.stream()
        .filter(f -> f.label() == first.label() && f.role() == first.role())
        .toList();
    List<String> rules = speaking.stream().map(AnomalyDetected::rule).distinct().toList();
    boolean acts = first.role() == HostRole.SOURCE;
    List<String> victims = acts ? peersOf(agreeing) : List.of(host);
    List<Reason> reasons = first.reasons();
    return Optional.of(new AttackClassified(
        EventId.of(site, second, host, "classify"),
        site,
        Instant.ofEpochSecond(second),
        source,
        seq,
        second,
        host,
        label,
        probabilities,
        null,
        detectors,
        anomaly,
        ordered.getFirst().score(),
        rules,
        techniques.ids(label, rulesOf(agreeing)),
        attacker(host, first),
        victims,
        acts ? Math.max(victims.size(), mostPeers(agreeing)) : 1,
        first.port(),
        first.protocol(),
        reasons,
        speaking.stream().limit(MOST_FINDINGS).map(AnomalyDetected::eventId).toList(),
        judgement.attributions(),
        supporters(label, judgement, agreeing)));
  }

  private static String attacker(String host, AnomalyDetected first) {
    if (first.role() == HostRole.SOURCE || first.peers().isEmpty()) {
      return host;
    }
    boolean many = first.rule().equals(FLOOD) && first.peerCount() > MOST_ATTACKERS;
    return many ? AttackClassified.MANY : first.peers().getFirst();
  }

  /** Detectors that speak for the label: by the model's own attributions, else by their findings. */
  private static List<String> supporters(
      AttackLabel label, LabelModel.Judgement judgement, List<AnomalyDetected> agreeing) {
    if (label == AttackLabel.BENIGN) {
      return List.of();
    }
    if (judgement.attributions().isEmpty()) {
      return agreeing.stream()
          .map(AnomalyDetected::detector)
          .distinct()
          .sorted()
          .toList();
    }
    Map<String, Double> byDetector = new TreeMap<>();
    for (Reason reason : judgement.attributions()) {
      byDetector.merge(Evidence.detectorOf(reason.feature()), reason.contribution(), Double::sum);
    }
    return byDetector.entrySet().stream()
        .filter(it -> it.getValue() > 0)
        .map(Map.Entry::getKey)
        .filter(it -> it.equals(Evidence.PHYSICS) || Evidence.LEARNED.contains(it))
        .toList();
  }

  /** In a fixed order, whatever the order of arrival. */
  static List<AnomalyDetected> strongestFirst(List<AnomalyDetected> findings) {
    List<AnomalyDetected> ordered = new ArrayList<>(findings);
    ordered.sort(STRONGEST_FIRST);
    return ordered;
  }

  /** Findings of the label first, each group strongest first. */
  private static List<AnomalyDetected> speakingFirst(
      AttackLabel label, List<AnomalyDetected> ordered) {
    List<AnomalyDetected> speaking = new ArrayList<>();
    ordered.stream().filter(f -> f.label() == label).forEach(speaking::add);
    ordered.stream().filter(f -> f.label() != label).forEach(speaking::add);
    return speaking;
  }

  private static List<String> peersOf(List<AnomalyDetected> findings) {
    var peers = new LinkedHashSet<String>();
    findings.forEach(finding -> peers.addAll(finding.peers()));
    return peers.stream().limit(AnomalyDetected.MOST_PEERS).toList();
  }

  private static long mostPeers(List<AnomalyDetected> findings) {
    return findings.stream().mapToLong(AnomalyDetected::peerCount).max().orElse(0);
  }

  private static Set<String> rulesOf(List<AnomalyDetected> findings) {
    var rules = new TreeSet<String>();
    findings.forEach(finding -> rules.add(finding.rule()));
    return rules;
  }
}
