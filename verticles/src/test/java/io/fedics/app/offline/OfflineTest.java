package io.fedics.app.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.offline.SimulationRun.Outcome;
import io.fedics.ingest.simulate.domain.ScenarioName;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.ScriptedAttack;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.IncidentSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole pipeline by direct calls: what it decides depends on the set of flows only. */
class OfflineTest {
  private static final Instant START = Instant.parse("2026-03-10T08:00:00Z");

  /** A scan, a flood and a journey behind four minutes of daily work. */
  private static final SimulationPlan PLAN = SimulationPlan.of(7, 8, START)
      .withScript(Script.of(
          "test",
          List.of(
              new ScriptedAttack(
                  ScenarioName.VERTICAL_SCAN,
                  Duration.ofMinutes(4),
                  Optional.empty(),
                  Map.of("rate", "20", "ports", "300")),
              ScriptedAttack.of(ScenarioName.SYN_FLOOD, Duration.ofMinutes(5)),
              ScriptedAttack.of(ScenarioName.IMPOSSIBLE_TRAVEL, Duration.ofMinutes(4)))))
      .withDuration(Duration.ofMinutes(8));

  private static final Outcome EXPECTED = run(1);

  @Test
  void detect_scanBehindDailyWork_isOneIncidentThatNamesTheScanner() {
    String scanner = EXPECTED.attacks().stream()
        .filter(attack -> attack.scenario() == ScenarioName.VERTICAL_SCAN)
        .findFirst()
        .map(attack -> String.valueOf(attack.attacker()))
        .orElseThrow();

    assertThat(EXPECTED.result().incidents())
        .extracting(OfflineTally.Incident::latest)
        .filteredOn(incident -> incident.attacker().equals(scanner))
        .singleElement()
        .returns(AttackLabel.PROBE, IncidentSnapshot::label);
    assertThat(EXPECTED.result().benign()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void detect_anyNumberOfPartitions_decidesTheSame(int partitions) {
    OfflineResult actual = run(partitions).result();

    assertThat(actual.verdictsSha256()).isEqualTo(EXPECTED.result().verdictsSha256());
    assertThat(actual.incidents()).isEqualTo(EXPECTED.result().incidents());
    assertThat(actual).isEqualTo(EXPECTED.result());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 2"})
  void detect_readersTakeTurnsAtRandom_decidesTheSame(int partitions, long seed) {
    var offline = new Offline(OfflineStages.defaults(), partitions, (_, _) -> {}, new Random(seed));

    assertThat(SimulationRun.of(PLAN, offline).result()).isEqualTo(EXPECTED.result());
  }

  private static Outcome run(int partitions) {
    return SimulationRun.of(PLAN, new Offline(OfflineStages.defaults(), partitions, (_, _) -> {}));
  }
}
