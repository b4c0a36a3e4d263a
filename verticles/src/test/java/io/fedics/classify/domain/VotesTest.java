package io.fedics.classify.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.Reason;
import io.fedics.shared.stage.KeyedState;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VotesTest {

  @Test
  void excess_nothingJudged_isZero() {
    assertThat(new Votes().excess("iforest")).isZero();
  }

  @Test
  void excess_asManyRareScoresAsChanceGives_staysSmall() {
    var random = new Random(1);
    double most = 0;
    for (int host = 0; host < 50; host++) {
      var votes = new Votes();
      for (int second = 1; second <= 7_200; second++) {
        votes.passTo(second);
        votes.judged("iforest", 1);
        double score = random.nextDouble();
        if (score >= 0.99) {
          votes.add(LearnedFindings.of("iforest", score, "log-bytes-out", 5_000));
        }
      }
      most = Math.max(most, votes.excess("iforest"));
    }
    // five standard deviations; each of 50 hosts passes that with a chance below 1e-4 (skewed
    // counts)
    assertThat(most).isLessThan(Math.log1p(5));
  }

  @Test
  void excess_moreRareScoresThanChance_risesWithEachAndFadesInTime() {
    var votes = new Votes();
    double before = 0;
    for (int second = 1; second <= 20; second++) {
      votes.passTo(second);
      votes.judged("iforest", 1);
      votes.add(LearnedFindings.of("iforest", 0.9995, "failed", 5_000));
      assertThat(votes.excess("iforest")).isGreaterThan(before);
      before = votes.excess("iforest");
    }
    votes.passTo(20 + 1_800);
    assertThat(Math.expm1(votes.excess("iforest"))).isLessThan(0.8 * Math.expm1(before));
    votes.passTo(20 + 24 * 3_600);
    assertThat(votes.excess("iforest")).isCloseTo(0, within(1e-3));
  }

  @Test
  void add_notYetCalibratedHere_countsForNothing() {
    var votes = new Votes();
    votes.judged("lstm", 1);
    votes.add(LearnedFindings.of("lstm", 0.998, "flows-out", 0));
    assertThat(votes.excess("lstm")).isNegative();
  }

  @Test
  void share_byStrongestReason_sumsToOne() {
    var votes = new Votes();
    votes.judged("iforest", 3);
    votes.add(LearnedFindings.of("iforest", 0.999, "log-bytes-out", 5_000));
    votes.add(LearnedFindings.of("iforest", 0.999, "control", 5_000));
    votes.add(LearnedFindings.of("iforest", 0.999, "failed", 5_000));
    assertThat(votes.share("iforest", Votes.VOLUME)).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(votes.share("iforest", Votes.CONTROL)).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(votes.share("iforest", Votes.CONNECTION)).isCloseTo(1.0 / 3, within(1e-12));
  }

  @Test
  void table_floodOfHosts_keepsSoManyAndTheNewest() {
    var table = new VoteTable();
    for (int i = 0; i < 60_000; i++) {
      table.at("demo", "198.18." + (i >> 8) + '.' + (i & 255), 1_000 + i).judged("iforest", 1);
    }
    assertThat(table.size()).isLessThanOrEqualTo(64 * VoteTable.MOST_HOSTS_A_BUCKET);
    assertThat(table.at("demo", "198.18.234.95", 70_000).excess("iforest")).isNegative();
    KeyedState<?> state = table.state();
    assertThat(state.size()).isLessThanOrEqualTo(64);
  }

  /** Findings of learned detectors. */
  static final class LearnedFindings {
    private LearnedFindings() {}

    static AnomalyDetected of(String detector, double score, String feature, long rows) {
      AnomalyDetected any = io.fedics.sample.Findings.of(
          7, "10.0.1.1", "flow", io.fedics.shared.event.AttackLabel.OTHER, score);
      return new AnomalyDetected(
          any.eventId(),
          any.site(),
          any.observedAt(),
          detector + "/0/" + any.site(),
          any.seq(),
          any.second(),
          any.host(),
          detector,
          "flow",
          any.label(),
          any.role(),
          score,
          0.7,
          0.999,
          score >= 0.999,
          new io.fedics.shared.event.ModelRef(detector, "1", "00", rows),
          List.of(new Reason(feature, 1, 0, 1)),
          any.peers(),
          any.peerCount(),
          any.port(),
          any.protocol(),
          any.flowId(),
          List.of());
    }
  }
}
