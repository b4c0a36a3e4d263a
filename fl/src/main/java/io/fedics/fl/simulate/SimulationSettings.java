package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.aggregate.FedProx;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.site.Learning;
import io.fedics.fl.site.Privacy;
import java.util.Optional;

/**
 * One federation.
 *
 * @param clients sites; 1 to 1,000
 * @param rounds 1 to 10,000
 * @param malicious how many sites lie; fewer than all
 * @param attack what they do; there when somebody lies
 */
public record SimulationSettings(
    int clients,
    int rounds,
    Learning learning,
    int malicious,
    Optional<Attack> attack,
    Strategy strategy,
    Privacy privacy) {
  private static final int MOST_CLIENTS = 1_000;
  private static final int MOST_ROUNDS = 10_000;

  public SimulationSettings {
    if (clients < 1 || clients > MOST_CLIENTS) {
      throw new IllegalArgumentException(
          "clients: " + clients + " (expected: 1 to " + MOST_CLIENTS + ")");
    }
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new IllegalArgumentException(
          "rounds: " + rounds + " (expected: 1 to " + MOST_ROUNDS + ")");
    }
    if (malicious < 0 || malicious >= clients) {
      throw new IllegalArgumentException(
          "malicious: %d (expected: fewer than the %d clients)".formatted(malicious, clients));
    }
    if (malicious > 0 && attack.isEmpty()) {
      throw new IllegalArgumentException("malicious: no attack (expected: N:ATTACK)");
    }
    if (clients < strategy.leastUpdates()) {
      throw new IllegalArgumentException("clients: %d (expected: at least %d for %s)"
          .formatted(clients, strategy.leastUpdates(), strategy));
    }
    if (strategy instanceof FedProx) {
      throw new IllegalArgumentException(
          "strategy: FedProx (expected: one that asks nothing of how sites train)");
    }
    learning.requireFor(privacy);
    if (privacy.hides(PrivacyUnit.CLIENT) && !(strategy instanceof FedAvg)) {
      throw new IllegalArgumentException("strategy: " + strategy
          + " (expected: FedAvg, because privacy of clients is that of a noised mean)");
    }
  }
}
