package io.fedics.federate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.round.ClientReport;
import io.fedics.fl.round.RoundPermit.Permission;
import io.fedics.fl.round.RoundReport;
import io.fedics.fl.site.AttestedBudget;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RoundTriggerTest {
  @Test
  void finished_siteAttestsMoreThanTheBudget_endsTrainingAndDeniesTheNextRound() {
    var trigger = new RoundTrigger(true, new AttestedBudget(1));
    assertThat(trigger.ask(1)).isInstanceOf(Permission.Granted.class);
    Map<String, Object> told =
        Map.of("epsilon", 2.9, "unit", "record", "delta", 1e-5, "accountant", "rdp", "steps", 20L);
    var report = new RoundReport(
        1,
        List.of("a"),
        List.of(new ClientReport("a", 100, told)),
        List.of(),
        new TreeMap<>(),
        new TreeMap<>(),
        100,
        OptionalDouble.empty(),
        Map.of(),
        List.of());
    assertThat(trigger.finished(report))
        .hasValueSatisfying(reason -> assertThat(reason)
            .startsWith("privacy budget: round 1 brought a to epsilon 2.9 per record"));
    assertThat(trigger.ask(2)).isInstanceOf(Permission.Denied.class);
  }
}
