package io.fedics.ingest.simulate.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts the attacks of a script. */
final class Director extends Activity {
  private static final double FIRST_ATTACK_SECONDS = 20;

  /** A long attack goes on while the next one begins. */
  private static final double LONGEST_WAIT_SECONDS = 300;

  private final List<Target> targets;
  private final Script script;
  private final long start;
  private final Dice dice;
  private final Consumer<Campaign> begun;
  private int turn;

  Director(List<Target> targets, Script script, long start, Dice dice, Consumer<Campaign> begun) {
    this.targets = targets;
    this.script = script;
    this.start = start;
    this.dice = dice.of("attacks");
    this.begun = begun;
  }

  /** Prepares the timed attacks, so that a wrong parameter is refused at once. */
  void begin() {
    Dice timed = dice.of("timed");
    for (int i = 0; i < script.timed().size(); i++) {
      ScriptedAttack attack = script.timed().get(i);
      long at = start + attack.start().toNanos() / 1_000;
      prepare(attack.scenario(), at, timed.of(i), attack.parameters(), attack.duration());
    }
    if (!script.inTurn().isEmpty()) {
      due = start + (long) (FIRST_ATTACK_SECONDS * Timing.SECOND);
      targets.getFirst().wire().begin(this);
    }
  }

  private Campaign prepare(
      ScenarioName scenario,
      long at,
      Dice own,
      Map<String, String> parameters,
      Optional<Duration> duration) {
    var choices = new Choices(scenario, own, parameters);
    Campaign drawn = new Arsenal(targets, choices).campaign(scenario, at);
    choices.rejectUnread();
    Campaign campaign =
        duration.map(d -> drawn.lasting(d.toNanos() / 1e9)).orElse(drawn).startingAt(drawn.due);
    begun.accept(campaign);
    campaign.wire().begin(campaign);
    return campaign;
  }

  /** The next attack in turn. */
  @Override
  long act() {
    ScenarioName scenario = script.inTurn().get(turn % script.inTurn().size());
    Dice own = dice.of("turn").of(turn);
    Campaign campaign = prepare(scenario, due, own, Map.of(), Optional.empty());
    turn++;
    if (turn == script.inTurn().size() && !script.repeats()) {
      return NEVER;
    }
    double wait =
        Math.min(campaign.plannedSeconds(), LONGEST_WAIT_SECONDS) + own.between(60.0, 150.0);
    return due + (long) (wait * Timing.SECOND);
  }
}
