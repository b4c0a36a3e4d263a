package io.fedics.fl.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.Spent;
import io.fedics.fl.round.ClientReport;
import io.fedics.fl.round.RoundPermit.Permission;
import io.fedics.fl.round.RoundReport;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AttestedBudgetTest {
  private final AttestedBudget budget = new AttestedBudget(2);

  @Test
  void ask_beforeAnybodySaidAnything_isGranted() {
    assertThat(budget.ask(1)).isInstanceOf(Permission.Granted.class);
  }

  @Test
  void ask_nextRoundCouldPassTheBudget_isDenied() {
    budget.take(List.of(report("a", 0.9, 10)));
    assertThat(budget.ask(2)).isInstanceOf(Permission.Granted.class);
    budget.take(List.of(report("a", 1.5, 20)));
    assertThat(budget.ask(3))
        .isInstanceOfSatisfying(
            Permission.Denied.class,
            denied -> assertThat(denied.reason())
                .isEqualTo("privacy budget: round 3 could bring a to epsilon 2.1 per record at"
                    + " delta 1.0E-5, accountant rdp, 30 steps (expected: at most 2.0);"
                    + " attested by the site: epsilon 1.5 per record at delta 1.0E-5, accountant"
                    + " rdp, 20 steps"));
  }

  @Test
  void finished_roundPassedTheBudget_saysWhoAndByWhat() {
    assertThat(budget.finished(round(1, report("a", 0.9, 10), report("b", 0.5, 10))))
        .isEmpty();
    assertThat(budget.finished(round(2, report("a", 1.2, 20), report("b", 2.5, 20))))
        .hasValue("privacy budget: round 2 brought b to epsilon 2.5 per record at delta 1.0E-5,"
            + " accountant rdp, 20 steps (expected: at most 2.0); attested by the site");
    assertThat(budget.largest()).map(Spent::epsilon).contains(2.5);
  }

  private static RoundReport round(int round, ClientReport... reports) {
    return new RoundReport(
        round,
        Stream.of(reports).map(ClientReport::client).toList(),
        List.of(reports),
        List.of(),
        new TreeMap<>(),
        new TreeMap<>(),
        1,
        OptionalDouble.empty(),
        Map.of(),
        List.of());
  }

  @Test
  void spent_withoutAllThatBelongsToIt_isUnknown() {
    assertThat(AttestedBudget.spent(new ClientReport("a", 1, Map.of("epsilon", 1.0))))
        .isEmpty();
    assertThat(AttestedBudget.spent(new ClientReport(
            "a",
            1,
            Map.of(
                "epsilon", 1.0, "unit", "flow", "delta", 1e-5, "steps", 1, "accountant", "rdp"))))
        .isEmpty();
  }

  @Test
  void largest_ofTwoUnits_isUnknown() {
    budget.take(List.of(report("a", 0.5, 10), report("b", 0.7, 10)));
    assertThat(budget.largest()).map(Spent::epsilon).contains(0.7);
    budget.take(List.of(new ClientReport("c", 1, told(PrivacyUnit.CLIENT, 0.1, 10))));
    assertThat(budget.largest()).isEmpty();
  }

  @Test
  void largestOfAll_oneSiteAttestsNothing_isUnknownFromThenOn() {
    budget.take(List.of(report("a", 0.5, 10)));
    assertThat(budget.largestOfAll()).map(Spent::epsilon).contains(0.5);
    budget.take(List.of(new ClientReport("b", 1, Map.of("loss", 0.1))));
    budget.take(List.of(report("a", 0.7, 20)));

    assertThat(budget.largestOfAll()).isEmpty();
    assertThat(budget.largest()).map(Spent::epsilon).contains(0.7);
  }

  @Test
  void goOn_withWhatAnotherKnew_asksAndTellsAsItWould() {
    budget.take(List.of(report("a", 0.9, 10), report("b", 1.9, 10)));
    budget.take(List.of(report("a", 1.5, 20)));
    var after = new AttestedBudget(2);
    after.goOn(budget.attested(), true);

    assertThat(after.ask(3)).isEqualTo(budget.ask(3)).isInstanceOf(Permission.Denied.class);
    assertThat(after.largestOfAll()).isEqualTo(budget.largestOfAll()).isPresent();

    budget.take(List.of(new ClientReport("c", 1, Map.of())));
    after.goOn(budget.attested(), true);
    assertThat(after.largestOfAll()).isEmpty();
  }

  @Test
  void take_siteTellsLessThanBefore_keepsWhatWasSpent() {
    budget.take(List.of(report("a", 1.5, 20)));
    budget.take(List.of(report("a", 0.1, 1)));

    assertThat(budget.largest()).map(Spent::epsilon).contains(1.5);
    assertThat(budget.largestOfAll()).isEmpty();
    assertThat(budget.ask(3)).isInstanceOf(Permission.Denied.class);
  }

  @Test
  void goOn_withIdsThatDoNotComeBack_takesWhoComesForAnotherSite() {
    budget.take(List.of(report("client-001", 1.4, 10)));
    budget.take(List.of(report("client-001", 1.5, 20)));
    var after = new AttestedBudget(2);
    after.goOn(budget.attested(), false);

    assertThat(after.largestOfAll()).map(Spent::epsilon).contains(1.5);
    assertThat(after.ask(3)).isInstanceOf(Permission.Granted.class);

    after.take(List.of(report("client-001", 1.1, 10)));
    assertThat(after.largestOfAll()).map(Spent::epsilon).contains(1.5);
    assertThat(after.ask(4)).isInstanceOf(Permission.Denied.class);

    after.forget("client-001");
    assertThat(after.attested().sites()).hasSize(1);
    assertThat(after.ask(4)).isInstanceOf(Permission.Granted.class);
  }

  private static ClientReport report(String client, double epsilon, long steps) {
    return new ClientReport(client, 1, told(PrivacyUnit.RECORD, epsilon, steps));
  }

  private static Map<String, Object> told(PrivacyUnit unit, double epsilon, long steps) {
    return Map.of(
        "epsilon",
        epsilon,
        "unit",
        unit.word(),
        "delta",
        1e-5,
        "accountant",
        "rdp",
        "steps",
        steps);
  }
}
