package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.aggregate.FlTrust;
import io.fedics.fl.aggregate.Scaling;
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
 * @param learning of the sites
 * @param central how the one model on all records is trained, which keeps nobody's privacy
 * @param malicious how many sites lie; fewer than all
 * @param attack what they do; there when somebody lies
 * @param strategy with privacy of records not {@link FlTrust}: its root is rows of the sites, and no noise hides them
 * @param scaling of rows; by sums only when nobody lies, because nobody has seen what lying sums do, and not with privacy of
 *     clients, which would have to noise them as a whole
 * @param calibratesCut whether the sites count where the last model's logits lie, so that its cut is moved; only when nobody
 *     lies, and without privacy, because counts are bare
 */
public record SimulationSettings(
    int clients,
    int rounds,
    Learning learning,
    Learning central,
    int malicious,
    Optional<Attack> attack,
    Strategy strategy,
    Privacy privacy,
    Scaling scaling,
    boolean calibratesCut) {
  private static final int MOST_CLIENTS = 1_000;
  private static final int MOST_ROUNDS = 10_000;

  /** With rows in public ranges, the cut that training leaves, and one model that is trained as the sites train. */
  public SimulationSettings(
      int clients,
      int rounds,
      Learning learning,
      int malicious,
      Optional<Attack> attack,
      Strategy strategy,
      Privacy privacy) {
    this(
        clients,
        rounds,
        learning,
        learning,
        malicious,
        attack,
        strategy,
        privacy,
        Scaling.PUBLIC,
        false);
  }

  public SimulationSettings {
    if (clients < 1 || clients > MOST_CLIENTS) {
      throw new IllegalArgumentException(
          "clients: " + clients + " (expected: 1 to " + MOST_CLIENTS + ")");
    }
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new IllegalArgumentException(
          "rounds: " + rounds + " (expected: 1 to " + MOST_ROUNDS + ")");
    }
    if (malicious < 0) {
      throw new IllegalArgumentException("malicious: " + malicious + " (expected: at least 0)");
    }
    if (malicious >= clients) {
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
    learning.requireFor(privacy);
    if (scaling == Scaling.SUMS && (malicious > 0 || privacy.hides(PrivacyUnit.CLIENT))) {
      throw new IllegalArgumentException(
          "scaling: sums (expected: public where sites lie, or where privacy is that of clients)");
    }
    if (calibratesCut && (malicious > 0 || privacy.unit().isPresent())) {
      throw new IllegalArgumentException(
          "calibrate cut: yes (expected: no where sites lie, or with privacy, because counts are not noised)");
    }
    if (privacy.hides(PrivacyUnit.RECORD) && strategy instanceof FlTrust) {
      throw new IllegalArgumentException(
          "dp: record (expected: none with FLTrust, whose root is rows of the sites, and training on it is not noised)");
    }
    if (privacy.hides(PrivacyUnit.CLIENT) && !(strategy instanceof FedAvg)) {
      throw new IllegalArgumentException("strategy: " + strategy
          + " (expected: FedAvg, because privacy of clients is that of a noised mean)");
    }
  }
}
