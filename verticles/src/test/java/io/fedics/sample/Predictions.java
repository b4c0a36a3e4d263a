package io.fedics.sample;

import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.AttackPredicted;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.SeverityLevel;
import java.util.List;

/** Predictions for tests. */
public final class Predictions {
  private Predictions() {}

  public static AttackPredicted of(double severity, AttackClassified verdict) {
    String source = "predict/0/" + verdict.site();
    boolean travels = verdict.label() == AttackLabel.IMPOSSIBLE_TRAVEL;
    return new AttackPredicted(
        EventId.of(verdict.eventId(), "predict"),
        verdict.site(),
        verdict.observedAt(),
        travels ? source + '/' + verdict.source() : source,
        verdict.seq(),
        verdict.second(),
        severity,
        SeverityLevel.of(severity),
        severity >= 0.7,
        verdict.victims(),
        List.of(),
        verdict);
  }
}
