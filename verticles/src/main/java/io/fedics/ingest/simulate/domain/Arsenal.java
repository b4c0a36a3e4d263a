package io.fedics.ingest.simulate.domain;

import java.util.List;

/** Makes an attack of each kind against the first site; {@code docs/scenarios.md} lists the ranges. */
final class Arsenal {
  private final List<Target> targets;
  private final Choices choices;

  Arsenal(List<Target> targets, Choices choices) {
    this.targets = targets;
    this.choices = choices;
  }

  /** Begins at {@code at}, microseconds since the epoch. */
  Campaign campaign(ScenarioName scenario, long at) {
    Target target = targets.getFirst();
    Campaign campaign =
        switch (scenario) {
          case BENIGN, TOUR -> throw new IllegalArgumentException(scenario.wireName());
          case VERTICAL_SCAN -> new Scans(target, choices).vertical();
          case HORIZONTAL_SCAN -> new Scans(target, choices).horizontal();
          case SLOW_SCAN -> new Scans(target, choices).slow();
          case SYN_FLOOD -> new Floods(target, choices).syn();
          case DISTRIBUTED_FLOOD -> new Floods(target, choices).distributed();
          case SLOW_DOS -> new Floods(target, choices).slow();
          case BRUTE_FORCE -> new Intrusions(target, choices).bruteForce();
          case BEACONING -> new Theft(target, choices).beaconing();
          case EXFILTRATION -> new Theft(target, choices).exfiltration();
          case LATERAL_MOVEMENT -> new Intrusions(target, choices).lateralMovement();
          case CHANGED_POLLING -> new Intrusions(target, choices).changedPolling();
          case ROGUE_MASTER -> new Intrusions(target, choices).rogueMaster();
          case IMPOSSIBLE_TRAVEL -> new Travel(target, targets.get(1), choices).campaign(at);
        };
    return scenario == ScenarioName.IMPOSSIBLE_TRAVEL ? campaign : campaign.startingAt(at);
  }
}
