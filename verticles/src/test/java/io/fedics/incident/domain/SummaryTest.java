package io.fedics.incident.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.sample.Predictions;
import io.fedics.sample.Verdicts;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Reason;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void of_everyRule_saysWhoDidWhatToWhom() {
    assertThat(summary(
            "horizontal-scan", AttackLabel.PROBE, new Reason("distinct-peers-1m", 1, 0.2, 1)))
        .isEqualTo("10.0.0.9 probed 1 host (port 22) within 1 min; usual: 0.2");
    assertThat(summary(
            "flood",
            AttackLabel.DOS,
            new Reason("flows-in-1s", 12_000, 3, 1),
            new Reason("distinct-sources-1s", 41, 0, 0)))
        .isEqualTo(
            "10.0.0.9 and 40 other hosts flooded 10.0.1.5 (PLC) with 12,000 flows within 1 s; usual: 3");
    assertThat(summary("slow-dos", AttackLabel.DOS, new Reason("long-slow-flows-1m", 80, 0.01, 1)))
        .isEqualTo(
            "10.0.0.9 held 80 slow connections to 10.0.1.5 (PLC) open within 1 min; usual: almost none");
    assertThat(summary(
            "brute-force", AttackLabel.BRUTE_FORCE, new Reason("short-logins-1m", 30, 1.25, 1)))
        .isEqualTo("10.0.0.9 tried 30 logins on 10.0.1.5 (PLC) (port 22) within 1 min; usual: 1.3");
    assertThat(summary(
            "beaconing",
            AttackLabel.COMMAND_AND_CONTROL,
            new Reason("regular-calls", 12, 1, 1),
            new Reason("period-seconds", 30, 0, 0)))
        .isEqualTo("10.0.0.9 called 10.0.1.5 (PLC) 12 times at regular intervals, every 30 s");
    assertThat(summary(
            "exfiltration", AttackLabel.EXFILTRATION, new Reason("bytes-out-10m", 3.2e9, 4_000, 1)))
        .isEqualTo("10.0.0.9 sent 3.2 GB to 10.0.1.5 (PLC) within 10 min; usual: 4 kB");
    assertThat(summary(
            "rogue-master",
            AttackLabel.UNAUTHORISED_COMMAND,
            new Reason("new-controllers-written-1h", 1, 0, 1)))
        .isEqualTo("10.0.0.9 wrote to 10.0.1.5 (PLC), which it never did before");
    assertThat(summary("surge", AttackLabel.OTHER, new Reason("distinct-peers-1s", 40, 2, 1)))
        .isEqualTo("10.0.0.9 did more than usual: 40 peers within 1 s; usual: 2");
    assertThat(summary("lstm", AttackLabel.OTHER, new Reason("shape", 1.5, 0.2, 1)))
        .isEqualTo("10.0.0.9 shows other towards 10.0.1.5 (PLC): shape 1.5; usual: 0.2");
  }

  @Test
  void of_floodFromMany_namesNoSource() {
    assertThat(summary(Verdicts.because(
            ofMany(),
            new Reason("flows-in-1s", 12_000, 3, 1),
            new Reason("distinct-sources-1s", 9_000, 0, 0))))
        .isEqualTo("9,000 hosts flooded 10.0.1.5 (PLC) with 12,000 flows within 1 s; usual: 3");
  }

  private static AttackClassified ofMany() {
    return Verdicts.of(
        10,
        "10.0.1.5",
        AttackClassified.MANY,
        AttackLabel.DOS,
        "flood",
        0.9999,
        List.of("10.0.1.5"));
  }

  /** Sources are counted within a second, flows here within a minute. */
  @Test
  void of_floodOfAMinute_saysThatItsSourcesAreTheLeast() {
    assertThat(summary(Verdicts.because(
            ofMany(),
            new Reason("flows-in-1m", 160_020, 125, 1),
            new Reason("distinct-sources-1s", 3_590, 0, 0))))
        .isEqualTo("at least 3,590 hosts flooded 10.0.1.5 (PLC) with 160,020 flows within 1 min;"
            + " usual: 125");
  }

  /** Twenty have been named by now, each second had ten of them. */
  @Test
  void of_floodWhoseSourcesChange_namesThemAsTheLeast() {
    OpenIncident flood = flooded("flows-in-1m", 10);
    assertThat(Summary.of(by(20, flood), host -> ""))
        .startsWith("10.0.0.9 and at least 19 other hosts flooded 10.0.1.5 with 500 flows");
    assertThat(Summary.of(by(20, flooded("flows-in-1s", 10)), host -> ""))
        .startsWith("10.0.0.9 and 19 other hosts flooded 10.0.1.5 with 500 flows");
    assertThat(Summary.of(by(64, flooded("flows-in-1s", 10)), host -> ""))
        .startsWith("10.0.0.9 and at least 63 other hosts flooded 10.0.1.5 with 500 flows");
  }

  private static OpenIncident flooded(String feature, int sources) {
    AttackClassified v = Verdicts.of(10, "10.0.0.9", AttackLabel.DOS, "flood", "10.0.1.5");
    return OpenIncident.of(Predictions.of(
        0.5,
        Verdicts.because(
            v, new Reason(feature, 500, 3, 1), new Reason("distinct-sources-1s", sources, 0, 0))));
  }

  private static OpenIncident by(int attackers, OpenIncident open) {
    return new OpenIncident(
        open.now(),
        open.weak(),
        open.actorSeen(),
        IntStream.range(0, attackers).mapToObj(n -> "10.9.0." + n).toList(),
        open.rule(),
        open.peak(),
        open.toldSecond(),
        open.toldLevel(),
        open.toldVictims(),
        open.untold());
  }

  @Test
  void of_moreVictimsThanAreRemembered_saysThatTheseAreTheLeast() {
    for (int count : new int[] {63, 64}) {
      List<String> victims =
          IntStream.range(0, count).mapToObj(n -> "10.0.2." + n).toList();
      AttackClassified scan = Verdicts.of(
          10, "10.0.0.9", "10.0.0.9", AttackLabel.PROBE, "vertical-scan", 0.9999, victims);
      assertThat(summary(Verdicts.because(scan, new Reason("distinct-ports-1m", 26, 0.5, 1))))
          .isEqualTo("10.0.0.9 probed 26 ports on 10.0.2.0 and " + (count == 64 ? "at least " : "")
              + (count - 1) + " other hosts within 1 min; usual: 0.5");
    }
  }

  private static String summary(String rule, AttackLabel label, Reason... reasons) {
    AttackClassified v = Verdicts.of(10, "10.0.0.9", label, rule, "10.0.1.5");
    return summary(Verdicts.because(v, reasons));
  }

  private static String summary(AttackClassified verdict) {
    return Summary.of(
        OpenIncident.of(Predictions.of(0.5, verdict)),
        host -> host.equals("10.0.1.5") ? "PLC" : "");
  }
}
