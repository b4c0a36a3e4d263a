package io.fedics.classify.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.sample.Findings;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.HostsScored;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SecondFindingsTest {
  private static final String HOST = "10.0.0.7";

  private final SecondFindings findings = new SecondFindings();

  @Test
  void add_sameFindingAgain_countsOnce() {
    AnomalyDetected scan = Findings.of(10, HOST, "vertical-scan", AttackLabel.PROBE, 0.9999, "a");
    AnomalyDetected flood = Findings.of(10, HOST, "flood", AttackLabel.DOS, 0.9999, "a");
    findings.add(scan);
    findings.add(flood);
    findings.add(scan);

    assertThat(host().findings()).containsExactly(scan, flood);
  }

  @Test
  void add_sameScoredHostsAgain_countsOnce() {
    HostsScored scored = new HostsScored(
        EventId.of("scored", 1),
        "demo",
        Instant.ofEpochSecond(10),
        "iforest/0/demo",
        1,
        10,
        "iforest",
        List.of(HOST),
        List.of(0.5),
        List.of(7L),
        0);
    findings.add(scored);
    findings.add(scored);

    assertThat(host().judged()).containsEntry("iforest", 7L);
  }

  private SecondFindings.OfHost host() {
    return Objects.requireNonNull(findings.hosts().get(HOST));
  }
}
