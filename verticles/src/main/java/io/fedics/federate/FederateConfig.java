package io.fedics.federate;

import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.aggregate.FlTrust;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.fl.privacy.Accountant;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.PrivacyBudget;
import io.fedics.fl.round.RoundConfig;
import io.fedics.fl.site.Privacy;
import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.time.Duration;
import java.util.Optional;

/**
 * How the sites of this instance train together.
 *
 * @param port on loopback; 0 for the data folder's own, 9093 when that is free
 * @param trigger {@code automatic}: a round begins as soon as enough clients are there; {@code api}: when somebody asks
 * @param rounds number of the last round; 0 for no end
 * @param minClients clients that must be there before the first round begins, at least 1
 * @param minFit answers a round needs at least, 1 to {@code minClients}
 * @param fractionFit share of the clients that train in a round, in (0, 1]
 * @param fractionEvaluate share of the clients that judge, in [0, 1]
 * @param strategy {@code NAME} or {@code NAME:KEY=VALUE,…}, as Flower's
 * @param model {@code lstm} or {@code iforest}: the server draws what clients begin with, refuses other shapes and makes a
 *     bundle of the last round, with {@code trigger} {@code api} of each; empty when a client brings the model
 * @param timeout how long training, and then counting and judging, may take; positive
 * @param scaling {@code public}: clients scale features as they know to; {@code sums}: all alike by what each tells of its
 *     rows; not where sites are hidden
 * @param calibratesCut whether the last round's model is moved to the cut that counts of the clients ask for; needs {@code
 *     rounds}, and not where sites are hidden
 * @param influence whether updates are compared and who stands out is told; not where sites are hidden
 * @param dp {@code none}, or {@code client}: the mean hides whole sites
 * @param budgetEpsilon that is never passed; 0 for none
 * @param delta of the budget, in (0, 1)
 * @param clipNorm largest L2 norm of an update with {@code dp}; positive
 * @param noiseMultiplier with {@code dp}, in clip norms; 0 for the least that keeps the budget over all rounds
 * @param accountant of the noise and of epsilon, {@code rdp} or {@code pld}
 */
public record FederateConfig(
    int port,
    String trigger,
    int rounds,
    int minClients,
    int minFit,
    double fractionFit,
    double fractionEvaluate,
    String strategy,
    String model,
    Duration timeout,
    String scaling,
    boolean calibratesCut,
    boolean influence,
    String dp,
    double budgetEpsilon,
    double delta,
    double clipNorm,
    double noiseMultiplier,
    String accountant) {

  public FederateConfig {
    require(port >= 0 && port <= 65_535, "port", port, "0 to 65535");
    require(isOneOf(trigger, "automatic", "api"), "trigger", trigger, "automatic or api");
    require(rounds >= 0, "rounds", rounds, "0 or more");
    require(isOneOf(dp, "none", "client"), "dp", dp, "none or client");
    require(
        budgetEpsilon >= 0 && Double.isFinite(budgetEpsilon),
        "budget-epsilon",
        budgetEpsilon,
        "0 or more");
    require(delta > 0 && delta < 1, "delta", delta, "above 0 and below 1");
    require(clipNorm > 0 && Double.isFinite(clipNorm), "clip-norm", clipNorm, "above 0");
    require(
        noiseMultiplier == 0 || (noiseMultiplier >= 0.01 && Double.isFinite(noiseMultiplier)),
        "noise-multiplier",
        noiseMultiplier,
        "0, or at least 0.01");
    boolean isPrivate = dp.equals("client");
    require(
        !isPrivate || noiseMultiplier > 0 || (budgetEpsilon > 0 && rounds > 0),
        "dp",
        dp,
        "with federate.noise-multiplier, or with federate.budget-epsilon and federate.rounds");
    require(
        !(isPrivate && scaling.equals(Scaling.SUMS.word())),
        "scaling",
        scaling,
        "public with federate.dp client, whose noise does not hide sums");
    require(
        !(calibratesCut && (isPrivate || rounds == 0)),
        "calibrate-cut",
        calibratesCut,
        "with federate.rounds, and without federate.dp client, whose noise does not hide counts");
    if (!model.isEmpty()) {
      requireModel(model, isPrivate, strategy, scaling, calibratesCut, rounds, trigger);
    }
    try {
      Accountant.named(accountant);
      Strategy chosen = Strategy.parse(strategy);
      require(
          !isPrivate || chosen instanceof FedAvg,
          "strategy",
          strategy,
          "FedAvg with federate.dp client");
      require(
          !(chosen instanceof FlTrust),
          "strategy",
          strategy,
          "one that needs no records of the server; fl server has them");
      require(
          minFit >= chosen.leastUpdates(),
          "min-fit",
          minFit,
          "at least " + chosen.leastUpdates() + " for " + strategy);
      roundConfig(
          rounds,
          minClients,
          minFit,
          fractionFit,
          fractionEvaluate,
          timeout,
          scaling,
          calibratesCut);
    } catch (IllegalArgumentException e) {
      throw mistake(e);
    }
  }

  private static void requireModel(
      String model,
      boolean isPrivate,
      String strategy,
      String scaling,
      boolean calibratesCut,
      int rounds,
      String trigger) {
    boolean isForest = model.equals(IsolationForest.KIND);
    require(isForest || model.equals(LstmAutoencoder.KIND), "model", model, "lstm or iforest");
    require(
        rounds > 0 || trigger.equals("api"),
        "model",
        model,
        "with federate.rounds, whose last becomes a bundle, or federate.trigger api, then each does");
    require(
        !isForest || !isPrivate,
        "dp",
        "client",
        "none with federate.model iforest, trees are not noised");
    require(
        !isForest || strategy.equals("FedAvg"),
        "strategy",
        strategy,
        "FedAvg with federate.model iforest, whose trees are merged instead");
    require(
        !scaling.equals(Scaling.SUMS.word()),
        "scaling",
        scaling,
        "public with federate.model, whose features are known");
    require(
        !calibratesCut,
        "calibrate-cut",
        calibratesCut,
        "false with federate.model, which has no labels");
  }

  /** Settings are called {@code fl.x} in there and {@code federate.x} here. */
  static UsageException mistake(IllegalArgumentException e) {
    String sentence = String.valueOf(e.getMessage()).replaceFirst("^(fl\\.|federate\\.)", "");
    return new UsageException("federate." + sentence, e);
  }

  private static boolean isOneOf(String word, String one, String other) {
    return word.equals(one) || word.equals(other);
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new UsageException("federate.%s: %s (expected: %s)".formatted(key, value, expected));
    }
  }

  private static RoundConfig roundConfig(
      int rounds,
      int minClients,
      int minFit,
      double fractionFit,
      double fractionEvaluate,
      Duration timeout,
      String scaling,
      boolean calibratesCut) {
    return new RoundConfig(
        rounds == 0 ? Integer.MAX_VALUE : rounds,
        minClients,
        minFit,
        fractionFit,
        fractionEvaluate,
        timeout,
        Scaling.named(scaling),
        calibratesCut);
  }

  public static FederateConfig from(Settings settings) {
    return new FederateConfig(
        settings.count("federate.port", 0),
        settings.text("federate.trigger", "automatic"),
        settings.count("federate.rounds", 0),
        settings.count("federate.min-clients", 2),
        settings.count("federate.min-fit", 1),
        settings.number("federate.fraction-fit", 1),
        settings.number("federate.fraction-evaluate", 1),
        settings.text("federate.strategy", "FedAvg"),
        settings.text("federate.model", ""),
        settings.duration("federate.round-timeout", Duration.ofMinutes(10)),
        settings.text("federate.scaling", Scaling.PUBLIC.word()),
        settings.flag("federate.calibrate-cut", false),
        settings.flag("federate.influence", true),
        settings.text("federate.dp", "none"),
        settings.number("federate.budget-epsilon", 0),
        settings.number("federate.delta", 1e-5),
        settings.number("federate.clip-norm", 1),
        settings.number("federate.noise-multiplier", 0),
        settings.text("federate.accountant", "rdp"));
  }

  RoundConfig roundConfig() {
    return roundConfig(
        rounds, minClients, minFit, fractionFit, fractionEvaluate, timeout, scaling, calibratesCut);
  }

  boolean isAutomatic() {
    return trigger.equals("automatic");
  }

  /** Whether each round becomes a bundle; else the last does. */
  boolean bundlesEachRound() {
    return !isAutomatic();
  }

  /** Whether the mean hides whole sites and is charged to the ledger. */
  boolean isPrivate() {
    return dp.equals("client");
  }

  Optional<PrivacyBudget> budget() {
    return budgetEpsilon > 0
        ? Optional.of(new PrivacyBudget(budgetEpsilon, delta))
        : Optional.empty();
  }

  /** Of the server's own noise. */
  Privacy privacy() {
    return new Privacy(
        Optional.of(PrivacyUnit.CLIENT),
        budgetEpsilon > 0 ? budgetEpsilon : 1, // unused: without a budget the noise is given
        delta,
        clipNorm,
        noiseMultiplier > 0 ? Optional.of(noiseMultiplier) : Optional.empty(),
        Accountant.named(accountant));
  }
}
