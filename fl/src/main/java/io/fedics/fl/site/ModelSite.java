package io.fedics.fl.site;

import io.fedics.fl.grpc.Answer;
import io.fedics.fl.grpc.SiteWork;
import io.fedics.fl.grpc.Tensor;
import io.fedics.fl.grpc.TensorSpec;
import io.fedics.fl.privacy.ClientLevelMean;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.SecretRandom;
import io.fedics.fl.privacy.ledger.PrivacyLedger;
import io.fedics.fl.train.PrivateSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
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
  private final Learning learning;
  private final Privacy privacy;
  private final long seed;
  private final Supplier<PrivacyAccount> account;
  private final SecretRandom secret = SecretRandom.create();
  private final double rate;
  private final double noise;
  private int rounds;

  /**
   * @param site its logical id, as ledgers and servers shall name it
   * @param seed of the first weights and of the order of records
   * @param plannedRounds over which the noise keeps the budget, when no noise is given; at least 1
   * @param ledger charged before anything is trained
   * @throws IllegalArgumentException for a budget that no noise can keep
   */
  public ModelSite(
      String site,
      SiteModel model,
      Learning learning,
      Privacy privacy,
      long seed,
      int plannedRounds,
      PrivacyLedger ledger) {
    learning.requireFor(privacy);
    this.site = site;
    this.model = model;
    this.learning = learning;
    this.privacy = privacy;
    this.seed = seed;
    this.rate = privacy.hides(PrivacyUnit.RECORD) ? learning.samplingRate(model.records()) : 1;
    var kept =
        privacy.unit().map(unit -> new PrivacyAccount(privacy, unit, ledger, "client of " + site));
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
  public OptionalDouble epsilon() {
    return privacy.unit().isPresent()
        ? OptionalDouble.of(account.get().epsilon())
        : OptionalDouble.empty();
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
  public Answer.Fitted fit(List<Tensor> parameters, Map<String, Object> config) {
    if (config.get("proximal_mu") instanceof Number mu && mu.doubleValue() != 0) {
      throw new IllegalArgumentException(
          "proximal_mu: " + mu + " (expected: a strategy that asks nothing of how sites train)");
    }
    double[] before = values(parameters);
    if (privacy.unit().isPresent()) {
      account.get().charge(rounds + 1);
    }
    rounds++;
    double[] after = trained(before, learning.in(round(config)));
    Map<String, Object> metrics = new LinkedHashMap<>(properties());
    privacy.unit().flatMap(_ -> account.get().spent()).ifPresent(spent -> {
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

  private double[] trained(double[] before, Learning now) {
    if (privacy.hides(PrivacyUnit.RECORD)) {
      var settings = new PrivateSettings(
          privacy.clipNorm(), noise, rate, steps(), now.learningRate(), now.momentum());
      return model.trainPrivately(before, settings, secret);
    }
    double[] after = model.train(before, now, seed * 1_000_003 + rounds);
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
  public Answer.Evaluated evaluate(List<Tensor> parameters, Map<String, Object> config) {
    return model.evaluate(values(parameters));
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
