package io.fedics.app.fl;

import io.fedics.app.cli.Given;
import io.fedics.app.privacy.AccountantOption;
import io.fedics.app.privacy.DpOptions;
import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.aggregate.PrivateAvg;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.SecretRandom;
import io.fedics.fl.privacy.ledger.LedgerFile;
import io.fedics.fl.privacy.ledger.PrivacyBudget;
import io.fedics.fl.privacy.ledger.PrivacyLedger;
import io.fedics.fl.privacy.ledger.VolatileLedger;
import io.fedics.fl.round.RoundConfig;
import io.fedics.fl.site.Privacy;
import io.fedics.fl.site.PrivacyAccount;
import io.fedics.shared.error.UsageException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a federated server hides itself, and when it has hidden enough. */
final class FlServerPrivacyOptions {
  private static final String MECHANISM_NEEDS = "--budget-epsilon or --noise-multiplier";
  private static final String NEEDS_DP =
      "only with --dp client, without which the server hides nothing";

  @Option(
      names = "--dp",
      paramLabel = "none|client",
      description = "Whose presence the server's mean hides: nobody's (default), or a whole site's:"
          + " updates clipped, the sum noised; with FedAvg.")
  private @Nullable String dp;

  @Option(
      names = "--budget-epsilon",
      paramLabel = "E",
      description =
          "Training stops itself before this is passed: with --dp client what the server spends, over"
              + " all trainings in the data folder; else what a site attests of itself.")
  private @Nullable Double budgetEpsilon;

  @Option(names = "--delta", paramLabel = "D", description = "Of --dp client (default: 1e-5).")
  private @Nullable Double delta;

  @Option(
      names = "--clip-norm",
      paramLabel = "C",
      description = "Of --dp client: an update is cut to this L2 norm (default: 1).")
  private @Nullable Double clipNorm;

  @Option(
      names = "--noise-multiplier",
      paramLabel = "Z",
      description = "Of --dp client, in clip norms (default: the least that keeps the budget over"
          + " --rounds rounds).")
  private @Nullable Double noiseMultiplier;

  @Mixin
  private AccountantOption accountant = new AccountantOption();

  /**
   * Whether rounds are charged to a ledger of the server's own.
   *
   * @throws UsageException for a setting of privacy without {@code --dp}: who forgot it would train without privacy
   */
  boolean isPrivate() {
    if (dp == null) {
      Given.requireNone("--delta", delta, NEEDS_DP);
      Given.requireNone("--clip-norm", clipNorm, NEEDS_DP);
      Given.requireNone("--noise-multiplier", noiseMultiplier, NEEDS_DP);
      Given.requireNone("--accountant", accountant.given(), NEEDS_DP);
      return false;
    }
    return switch (dp) {
      case "none" -> false;
      case "client" -> true;
      default -> throw new UsageException("--dp: " + dp + " (expected: none or client)");
    };
  }

  /** Infinite when there is none. */
  double budgetOfSites() {
    double budget = budgetEpsilon == null ? Double.POSITIVE_INFINITY : budgetEpsilon;
    if (!(budget > 0)) {
      throw new UsageException("--budget-epsilon: " + budgetEpsilon + " (expected: above 0)");
    }
    return budget;
  }

  /**
   * Refuses before anything is made: the training is planned on a ledger that nobody keeps.
   *
   * @return what will combine updates, for its name only: the chosen one, or with {@code --dp client} the mean that hides sites
   * @throws UsageException for whatever account or strategy would refuse
   */
  Strategy require(Strategy chosen, RoundConfig rounds) {
    if (!isPrivate()) {
      var _ = budgetOfSites();
      return chosen;
    }
    if (rounds.scaling() == Scaling.SUMS) {
      throw new UsageException(
          "--scaling: sums (expected: public with --dp client, whose noise does not hide them)");
    }
    if (rounds.calibratesCut()) {
      throw new UsageException(
          "--calibrate-cut: yes (expected: no with --dp client, whose noise does not hide counts)");
    }
    var nowhere = new VolatileLedger(budget());
    return strategy(account(nowhere, "plan"), chosen, rounds);
  }

  LedgerFile ledger(Path folder) {
    return FlLedger.open(folder, budget());
  }

  private Optional<PrivacyBudget> budget() {
    return budgetEpsilon == null
        ? Optional.empty()
        : Optional.of(DpOptions.asOption(() -> new PrivacyBudget(budgetOfSites(), delta())));
  }

  /** The account of all sites together, entered for every round. */
  PrivacyAccount account(PrivacyLedger ledger, String run) {
    if (budgetEpsilon == null && noiseMultiplier == null) {
      throw new UsageException("--dp: client (expected: with " + MECHANISM_NEEDS + ")");
    }
    return DpOptions.asOption(() -> new PrivacyAccount(
        new Privacy(
            Optional.of(PrivacyUnit.CLIENT),
            budgetEpsilon == null ? 1 : budgetEpsilon, // unused: the noise is given
            delta(),
            clipNorm(),
            Optional.ofNullable(noiseMultiplier),
            accountant.accountant()),
        PrivacyUnit.CLIENT,
        ledger,
        run));
  }

  /** Enters the federation and makes the mean that hides its sites. */
  Strategy strategy(PrivacyAccount account, Strategy chosen, RoundConfig rounds) {
    if (!(chosen instanceof FedAvg)) {
      throw new UsageException(
          "--strategy: " + chosen + " (expected: FedAvg with --dp client, others are not noised)");
    }
    return DpOptions.asOption(() -> new PrivateAvg(
        account.enter(PrivacyAccount.FEDERATION, 1, 1, rounds.rounds()),
        rounds.minClients(),
        clipNorm(),
        SecretRandom.create()));
  }

  private double delta() {
    return delta == null ? Privacy.NONE.delta() : delta;
  }

  private double clipNorm() {
    return clipNorm == null ? Privacy.NONE.clipNorm() : clipNorm;
  }
}
