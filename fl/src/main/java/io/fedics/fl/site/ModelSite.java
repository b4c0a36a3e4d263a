package io.fedics.fl.site;

import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.grpc.Answer;
import io.fedics.fl.grpc.SiteWork;
import io.fedics.fl.grpc.Tensor;
import io.fedics.fl.grpc.TensorSpec;
import io.fedics.fl.privacy.ClientLevelMean;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.SecretRandom;
import io.fedics.fl.privacy.ledger.BudgetExceededException;
import io.fedics.fl.privacy.ledger.PrivacyLedger;
import io.fedics.fl.privacy.ledger.Spent;
import io.fedics.fl.train.PrivateSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One site: trains its model round by round and pays for what it tells before it trains. With privacy of clients it clips and
 * noises its own update, so that not even the server sees it bare. Not thread-safe.
 */
public final class ModelSite implements SiteWork {
  /** A rate that has decayed longer than this does not move anything. */
  private static final int MOST_ROUNDS = 10_000;

  private final String site;
  private final SiteModel model;
  private final Disclosure disclosure;
  private final ScaledModel scaled;
  private final Learning learning;
  private final Privacy privacy;
  private final long seed;
  private final Supplier<PrivacyAccount> account;
  private final SecretRandom secret = SecretRandom.create();
  private final double rate;
  private final double noise;
  private final double noiseOfSums;
  private final double noiseOfFigures;
  /** What was told once costs nothing to tell again. */
  private Optional<FeatureSums> told = Optional.empty();

  /** The one model whose counts it tells: those of many, made for it, would say what its rows are. */
  private Optional<Counted> counted = Optional.empty();

  private int rounds;
  /** Figures that were not told yet. */
  private boolean isPaidFor;

  @SuppressWarnings("ArrayRecordComponent") // compared by isSame
  private record Counted(double[] parameters, Optional<Standardisation> scaling) {
    boolean isSame(Counted other) {
      return Arrays.equals(parameters, other.parameters) && scaling.equals(other.scaling);
    }
  }

  /**
   * @param site its logical id, as ledgers and servers shall name it
   * @param disclosure sums are noised and charged where the site keeps privacy
   * @param seed of the first weights and of the order of records
   * @param plannedRounds over which the noise keeps the budget, when no noise is given; at least 1
   * @param ledger charged before anything is trained
   * @throws IllegalArgumentException for a budget that no noise can keep, or a disclosure of what there is not or nothing hides
   */
  public ModelSite(
      String site,
      SiteModel model,
      Disclosure disclosure,
      Learning learning,
      Privacy privacy,
      long seed,
      int plannedRounds,
      PrivacyLedger ledger) {
    learning.requireFor(privacy);
    disclosure.requireFor(privacy);
    disclosure.requireFor(model);
    this.site = site;
    this.model = model;
    this.disclosure = disclosure;
    this.scaled = new ScaledModel(
        model,
        disclosure.scaling(),
        privacy.hides(PrivacyUnit.RECORD)
            ? Standardisation.LARGEST_OF_PRIVATE_ROWS
            : Double.POSITIVE_INFINITY);
    this.learning = learning;
    this.privacy = privacy;
    this.seed = seed;
    this.rate = privacy.hides(PrivacyUnit.RECORD) ? learning.samplingRate(model.records()) : 1;
    var kept =
        privacy.unit().map(unit -> new PrivacyAccount(privacy, unit, ledger, "client of " + site));
    this.noiseOfSums = disclosure.scaling() == Scaling.SUMS
        ? kept.map(PrivacyAccount::planSums).orElse(0.0)
        : 0;
    this.noiseOfFigures = privacy.hides(PrivacyUnit.RECORD)
        ? kept.map(one -> one.planFigures(plannedRounds)).orElse(0.0)
        : 0;
    this.noise = kept.map(one -> one.enter(site, rate, steps(), plannedRounds)).orElse(0.0);
    this.account = kept::orElseThrow;
  }

  /** Noised sums of one round: batches of records, or one update. */
  private int steps() {
    return privacy.hides(PrivacyUnit.RECORD) ? learning.steps(model.records()) : 1;
  }

  /** Rounds it trained in; not one that its budget refused. */
  public int rounds() {
    return rounds;
  }

  /** Spent by this site over all its runs; empty without privacy. */
  public Optional<Spent> spent() {
    return privacy.unit().map(_ -> account.get().spent());
  }

  @Override
  public Map<String, Object> properties() {
    return Map.of("site", site);
  }

  @Override
  public List<Tensor> parameters() {
    return tensors(model.initial(seed));
  }

  @Override
  public FeatureSums sums() {
    double[][] rows = scaled.rows();
    FeatureSums sums =
        told.orElseGet(() -> privacy.unit().isPresent() ? noised(rows) : FeatureSums.of(rows));
    told = Optional.of(sums);
    return sums;
  }

  private FeatureSums noised(double[][] rows) {
    account.get().chargeSums();
    return FeatureSums.noised(rows, noiseOfSums, secret);
  }

  @Override
  public Answer.Fitted fit(
      List<Tensor> parameters, Map<String, Object> config, Optional<Standardisation> scaling) {
    Learning asked = learning.asked(config);
    model.require(asked);
    double[] before = values(parameters);
    SiteModel trained = scaled.in(scaling);
    if (privacy.unit().isPresent()) {
      account.get().charge(rounds + 1);
    }
    rounds++;
    // Before epsilon is told, which so has the figures of its round in it.
    isPaidFor = privacy.hides(PrivacyUnit.RECORD) && (isPaidFor || paysForFigures());
    double[] after = trained(trained, before, asked.in(round(config)));
    Map<String, Object> metrics = new LinkedHashMap<>(properties());
    spent().ifPresent(spent -> {
      metrics.put("epsilon", spent.epsilon());
      metrics.put("unit", spent.unit().word());
      metrics.put("delta", spent.delta());
      metrics.put("accountant", spent.accountant());
      metrics.put("steps", spent.steps());
    });
    return new Answer.Fitted(tensors(after), model.records(), metrics);
  }

  /** As the server counts them, which another training may have begun; else as this site does. */
  private int round(Map<String, Object> config) {
    return config.get("server_round") instanceof Number told
        ? Math.clamp(told.longValue(), 1, MOST_ROUNDS)
        : rounds;
  }

  private double[] trained(SiteModel on, double[] before, Learning now) {
    if (privacy.hides(PrivacyUnit.RECORD)) {
      var settings = new PrivateSettings(
          privacy.clipNorm(),
          noise,
          rate,
          steps(),
          now.learningRate(),
          now.momentum(),
          now.proximal());
      return on.trainPrivately(before, settings, secret);
    }
    double[] after = on.train(before, now, seed * 1_000_003 + rounds);
    if (!privacy.hides(PrivacyUnit.CLIENT)) {
      return after;
    }
    double[] update = new double[after.length];
    Arrays.setAll(update, i -> after[i] - before[i]);
    double[] noised = ClientLevelMean.fixed(noise, 1, privacy.clipNorm(), secret)
        .mean(List.of(update), update.length);
    Arrays.setAll(noised, i -> before[i] + noised[i]);
    return noised;
  }

  @Override
  public Optional<Answer.Evaluated> evaluate(
      List<Tensor> parameters, Optional<Standardisation> scaling) {
    SiteModel judge = scaled.in(scaling);
    double[] judged = values(parameters);
    if (privacy.unit().isEmpty()) {
      return Optional.of(judge.evaluate(judged));
    }
    // No noise hides a whole site in figures that are still worth telling.
    return privacy.hides(PrivacyUnit.RECORD)
        ? noised(judge.heldOutFigures(judged))
        : Optional.empty();
  }

  @Override
  public Optional<LogitCounts> logitCounts(
      List<Tensor> parameters, Optional<Standardisation> scaling) {
    if (!disclosure.countsRows()) {
      return Optional.empty();
    }
    var asked = new Counted(values(parameters), scaling);
    if (counted.filter(before -> !before.isSame(asked)).isPresent()) {
      return Optional.empty();
    }
    LogitCounts counts = scaled.in(scaling).logitCounts(asked.parameters());
    counted = Optional.of(asked);
    return Optional.of(counts);
  }

  /** Empty when the budget is spent. */
  private Optional<Answer.Evaluated> noised(HeldOutFigures figures) {
    if (!isPaidFor && !paysForFigures()) {
      return Optional.empty();
    }
    isPaidFor = false;
    return Optional.of(figures.noised(noiseOfFigures, secret));
  }

  private boolean paysForFigures() {
    try {
      account.get().chargeFigures(rounds);
      return true;
    } catch (BudgetExceededException e) {
      return false;
    }
  }

  private List<Tensor> tensors(double[] values) {
    List<Tensor> tensors = new ArrayList<>();
    int from = 0;
    for (List<Integer> sizes : model.tensors()) {
      var spec = new TensorSpec(model.precision(), sizes);
      int to = from + Math.toIntExact(spec.elements());
      tensors.add(new Tensor(spec, Arrays.copyOfRange(values, from, to)));
      from = to;
    }
    return tensors;
  }

  private double[] values(List<Tensor> parameters) {
    List<List<Integer>> shapes =
        parameters.stream().map(tensor -> tensor.spec().shape()).toList();
    if (!shapes.equals(model.tensors())) {
      throw new IllegalArgumentException("parameters: shapes %s (expected: %s, %s)"
          .formatted(shapes, model.tensors(), model.words()));
    }
    return parameters.stream()
        .flatMapToDouble(tensor -> Arrays.stream(tensor.values()))
        .toArray();
  }
}
