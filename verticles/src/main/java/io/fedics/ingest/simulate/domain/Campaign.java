package io.fedics.ingest.simulate.domain;

import io.fedics.shared.event.FlowBuilder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One attack under way: takes its steps at its pace and keeps the truth about itself. */
final class Campaign extends Activity {
  /** What an attack does each time. */
  @FunctionalInterface
  interface Step {
    /**
     * @param at when it happens, microseconds since the epoch
     * @param n counts from 0
     */
    void take(long at, long n, Campaign campaign);
  }

  private final ScenarioName scenario;
  private final Wire wire;
  private final Dice dice;
  private final @Nullable String attacker;
  private final Pace pace;
  private final Step step;
  private final Set<String> victims = new LinkedHashSet<>();
  private long taken;
  private long flows;
  private long first;
  private long last;

  /**
   * @param attacker null when the sources are many and spoofed
   */
  Campaign(Wire wire, Choices choices, @Nullable String attacker, Pace pace, Step step) {
    this(choices.scenario(), wire, choices.dice().of("steps"), attacker, pace, step);
  }

  private Campaign(
      ScenarioName scenario,
      Wire wire,
      Dice dice,
      @Nullable String attacker,
      Pace pace,
      Step step) {
    this.scenario = scenario;
    this.wire = wire;
    this.dice = dice;
    this.attacker = attacker;
    this.pace = pace;
    this.step = step;
  }

  Dice dice() {
    return dice;
  }

  Campaign startingAt(long start) {
    due = start;
    return this;
  }

  /** The same with as many steps as fit. */
  Campaign lasting(double seconds) {
    return new Campaign(scenario, wire, dice, attacker, pace.lasting(seconds), step);
  }

  double plannedSeconds() {
    return pace.seconds();
  }

  Wire wire() {
    return wire;
  }

  @Override
  long act() {
    step.take(due, taken++, this);
    return taken < pace.count() ? due + pace.gap(dice) : NEVER;
  }

  /** Sends a flow of the attack now. */
  void strike(long at, String victim, FlowBuilder flow) {
    if (flows++ == 0) {
      first = at;
    }
    last = Math.max(last, at);
    victims.add(victim);
    wire.send(flow);
  }

  /** Sends a flow of the attack when it ends. */
  void strikeLater(long at, String victim, FlowBuilder flow) {
    wire.later(at, dice, (then, d, w) -> strike(then, victim, flow));
  }

  /** Empty before the first flow. */
  Optional<Attack> truth() {
    if (flows == 0) {
      return Optional.empty();
    }
    return Optional.of(new Attack(
        scenario,
        scenario.label(),
        attacker,
        List.copyOf(victims),
        Conversation.instant(first),
        Conversation.instant(last),
        wire.site(),
        flows));
  }
}
