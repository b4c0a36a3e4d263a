package io.fedics.ingest.simulate.domain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which attacks happen, and when.
 *
 * @param name as given by the user; for headers and reports
 * @param timed attacks with a start of their own
 * @param inTurn attacks one after the other with pauses, the first about 20 s after the start
 * @param repeats whether {@link #inTurn} begins again at its end
 */
public record Script(
    String name, List<ScriptedAttack> timed, List<ScenarioName> inTurn, boolean repeats) {

  public Script {
    timed = List.copyOf(timed);
    inTurn = List.copyOf(inTurn);
  }

  /** Nothing but daily work. */
  public static Script benign() {
    return ofNames("benign");
  }

  /** Attacks at moments of their own. */
  public static Script of(String name, List<ScriptedAttack> attacks) {
    return new Script(name, attacks, List.of(), false);
  }

  /**
   * A scenario, or several separated by commas, which then happen in turn, once; {@code tour} never ends.
   *
   * @throws IllegalArgumentException naming all scenarios, when one is unknown
   */
  public static Script ofNames(String names) {
    List<ScenarioName> scenarios = Arrays.stream(names.split(",", -1))
        .map(name -> ScenarioName.ofWireName(name.strip()))
        .toList();
    List<ScenarioName> attacks = scenarios.stream().flatMap(Script::attacksOf).toList();
    return new Script(names, List.of(), attacks, scenarios.contains(ScenarioName.TOUR));
  }

  private static Stream<ScenarioName> attacksOf(ScenarioName scenario) {
    return switch (scenario) {
      case BENIGN -> Stream.empty();
      case TOUR -> ScenarioName.attacks().stream();
      default -> Stream.of(scenario);
    };
  }

  boolean has(ScenarioName scenario) {
    return inTurn.contains(scenario) || timed.stream().anyMatch(a -> a.scenario() == scenario);
  }
}
