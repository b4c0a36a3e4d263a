package io.fedics.app.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.offline.SimulationRun.Outcome;
import io.fedics.ingest.simulate.domain.Attack;
import io.fedics.ingest.simulate.domain.ScenarioName;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.ScriptedAttack;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.SeverityLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every attack of the simulator behind a quarter of an hour of a small plant's daily work, shortened, with the default
 * settings. {@code evaluate --benchmark scenarios} is the long form.
 */
class PhysicsScenariosTest {
  private static final Instant START = Instant.parse("2026-03-10T08:00:00Z");
  private static final Duration BEFORE = Duration.ofMinutes(15);
  private static final long SEED = 3;
  private static final double RATE = 8;

  @ParameterizedTest
  @EnumSource(
      value = ScenarioName.class,
      names = {"BENIGN", "TOUR", "CHANGED_POLLING"}, // the last one no rule sees
      mode = EnumSource.Mode.EXCLUDE)
  void incidents_attackBehindDailyWork_nameItAndNothingElse(ScenarioName scenario) {
    Outcome outcome = run(
        Script.of(scenario.wireName(), List.of(ScriptedAttack.of(scenario, BEFORE))),
        BEFORE.plusMinutes(20));

    Attack attack = outcome.attacks().getFirst();
    List<IncidentSnapshot> incidents = serious(outcome);

    assertThat(incidents).isNotEmpty().anyMatch(incident -> incident.label() == attack.label());
    assertThat(incidents).allMatch(incident -> concerns(incident, attack));
  }

  @Test
  void incidents_dailyWork_none() {
    assertThat(serious(run(Script.benign(), Duration.ofHours(2)))).isEmpty();
  }

  private static Outcome run(Script script, Duration length) {
    SimulationPlan plan =
        SimulationPlan.of(SEED, RATE, START).withScript(script).withDuration(length);
    return SimulationRun.of(plan, new Offline(OfflineStages.defaults(), 1, (_, _) -> {}));
  }

  private static List<IncidentSnapshot> serious(Outcome outcome) {
    return outcome.result().incidents().stream()
        .map(OfflineTally.Incident::latest)
        .filter(incident -> incident.level().compareTo(SeverityLevel.MEDIUM) >= 0)
        .toList();
  }

  private static boolean concerns(IncidentSnapshot incident, Attack attack) {
    String attacker = attack.attacker();
    return incident.attacker().equals(attacker)
        || incident.victims().stream().anyMatch(attack.victims()::contains);
  }
}
