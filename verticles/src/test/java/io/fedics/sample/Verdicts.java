package io.fedics.sample;

import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.Reason;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Verdicts for tests. */
public final class Verdicts {
  private Verdicts() {}

  /** A verdict about the attacker, with 0.9 for its label. */
  public static AttackClassified of(
      long second, String attacker, AttackLabel label, String rule, String... victims) {
    return of(second, attacker, attacker, label, rule, 0.9999, List.of(victims));
  }

  /** A verdict about {@code host}, which is the attacker or the only victim. */
  public static AttackClassified of(
      long second,
      String host,
      String attacker,
      AttackLabel label,
      String rule,
      double score,
      List<String> victims) {
    UUID id = EventId.of("demo", second, host, "classify");
    Map<AttackLabel, Double> probabilities = new EnumMap<>(AttackLabel.class);
    for (AttackLabel any : AttackLabel.values()) {
      probabilities.put(any, 0.1 / (AttackLabel.values().length - 1));
    }
    probabilities.put(label, 0.9);
    return new AttackClassified(
        id,
        "demo",
        Instant.ofEpochSecond(second),
        label == AttackLabel.IMPOSSIBLE_TRAVEL ? "physics-travel/0/demo" : "classify/0/demo",
        (second << 20) + 1,
        second,
        host,
        label,
        probabilities,
        null,
        List.of("physics"),
        score >= 0.999,
        score,
        List.of(rule),
        List.of("T0846"),
        attacker,
        victims,
        victims.size(),
        null,
        "tcp",
        List.of(new Reason("distinct-ports-10s", 212, 2, 1)),
        List.of(EventId.of(second, host, rule)),
        List.of(),
        List.of());
  }

  /** The same verdict for other reasons, about port 22. */
  public static AttackClassified because(AttackClassified v, Reason... reasons) {
    return new AttackClassified(
        v.eventId(),
        v.site(),
        v.observedAt(),
        v.source(),
        v.seq(),
        v.second(),
        v.host(),
        v.label(),
        v.probabilities(),
        v.attack(),
        v.detectors(),
        v.anomaly(),
        v.score(),
        v.rules(),
        v.techniques(),
        v.attacker(),
        v.victims(),
        v.victimCount(),
        22,
        v.protocol(),
        List.of(reasons),
        v.findingIds(),
        List.of(),
        List.of());
  }
}
