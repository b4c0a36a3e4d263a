package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.Combination;
import io.fedics.fl.aggregate.Combined;
import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.FlTrust;
import io.fedics.fl.aggregate.ForestMerge;
import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.RootTraining;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.aggregate.Update;
import io.fedics.fl.aggregate.Vectors;
import io.fedics.fl.privacy.ClientLevelMean;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.SecretRandom;
import io.fedics.fl.privacy.ledger.BudgetExceededException;
import io.fedics.fl.privacy.ledger.PrivacyBudget;
import io.fedics.fl.privacy.ledger.Spent;
import io.fedics.fl.privacy.ledger.VolatileLedger;
import io.fedics.fl.site.Learning;
import io.fedics.fl.site.PrivacyAccount;
import io.fedics.fl.site.SiteModel;
import io.fedics.fl.train.Batches;
import io.fedics.fl.train.PrivateSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Trains one model at sites, some of which may lie. */
public final class Simulation {
  /** A weight beyond is refused, as the server does by default; a model of such weights has diverged. */
  private static final double MOST_WEIGHT = 1e6;
  /** Records of the server that judge updates: with 10,000 weights 80 KB each. */
  private static final int MOST_JUDGES = 200;

  private final SimulationSettings settings;
  private final Task task;

  /**
   * @throws IllegalArgumentException for an attack, a scaling or a calibration that the task does not allow
   */
  public Simulation(SimulationSettings settings, Task task) {
    this.settings = settings;
    this.task = task;
    settings.attack().ifPresent(task::requirePossible);
    if (!task.hasLabelledRows()
        && (settings.scaling() == Scaling.SUMS || settings.calibratesCut())) {
      throw new IllegalArgumentException(
          "model: without labelled rows (expected: with them, to scale by sums or to calibrate a cut)");
    }
  }

  /**
   * Judges one model on all records, trained without lies or privacy by as many passes as a run's rounds make.
   *
   * @throws IllegalArgumentException when it diverges
   */
  public Judgement central(long seed) {
    Task scaled = scaledByBareSums(seed);
    double[] trained;
    try {
      trained = passes(scaled.central(), seed);
      requireSound(trained);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "learning rate: %s: %s, trained on all records"
              .formatted(settings.central().learningRate(), e.getMessage()),
          e);
    }
    return scaled.judge(trained);
  }

  private static void requireSound(double[] weights) {
    for (double weight : weights) {
      if (!(Math.abs(weight) <= MOST_WEIGHT)) {
        throw new ArithmeticException(
            "the model diverged: a weight of %s (expected: a magnitude of at most %s)"
                .formatted(weight, MOST_WEIGHT));
      }
    }
  }

  private Task scaledByBareSums(long seed) {
    return scaled(seed, (_, rows) -> FeatureSums.of(rows), Double.POSITIVE_INFINITY);
  }

  private Task scaled(long seed, Task.SiteSums told, double largest) {
    return settings.scaling() == Scaling.SUMS
        ? task.scaledBySums(settings.clients(), seed, told, largest)
        : task;
  }

  private double[] passes(SiteModel all, long seed) {
    Learning learning = settings.central();
    if (learning.isSteady()) {
      int epochs = Math.multiplyExact(settings.rounds(), learning.epochs());
      return all.train(all.initial(seed), learning.withEpochs(epochs), seed);
    }
    double[] parameters = all.initial(seed);
    for (int round = 1; round <= settings.rounds(); round++) {
      parameters = all.train(parameters, learning.in(round), seed + round);
    }
    return parameters;
  }

  /**
   * @param withCentral whether the centralised model is trained as well
   * @param progress told every finished round
   * @throws IllegalArgumentException when there are not enough rows for all sites, or a budget that no noise can keep
   */
  public Outcome run(long seed, boolean withCentral, Consumer<RoundOutcome> progress) {
    var run = new Run(seed);
    List<RoundOutcome> rounds = new ArrayList<>();
    Optional<String> stopped = Optional.empty();
    for (int round = 1; round <= settings.rounds() && stopped.isEmpty(); round++) {
      try {
        RoundOutcome outcome = run.round(round);
        rounds.add(outcome);
        progress.accept(outcome);
      } catch (BudgetExceededException | ArithmeticException e) {
        stopped = Optional.of(String.valueOf(e.getMessage()));
      }
    }
    if (settings.calibratesCut()) {
      run.calibrateCut();
    }
    return new Outcome(
        seed,
        rounds,
        run.judgement(),
        withCentral ? Optional.of(central(seed)) : Optional.empty(),
        run.suspicions.sites(run.malicious),
        run.spent(),
        run.account.map(PrivacyAccount::leastNoise).orElse(OptionalDouble.empty()),
        stopped);
  }

  /** What changes from round to round. */
  private final class Run {
    private final long seed;
    private final List<String> names = new ArrayList<>();
    private final Task task;
    private final List<Task.Member> members;
    private final Set<String> malicious;
    private final SiteSuspicions suspicions = new SiteSuspicions();
    private final Optional<PrivacyAccount> account;
    private final Map<String, PrivateSettings> privately = new TreeMap<>();
    private final SecretRandom secret = SecretRandom.create();
    private final Optional<ClientLevelMean> noised;
    private final Strategy strategy;
    /** On records that the server itself holds. */
    private final Optional<SiteModel> root;
    /** By update what was trained, where before + update would not do: a threshold off by a bit is another threshold. */
    private final IdentityHashMap<double[], double[]> whole = new IdentityHashMap<>();

    private GlobalModel model;

    Run(long seed) {
      this.seed = seed;
      for (int site = 1; site <= settings.clients(); site++) {
        names.add("site-%04d".formatted(site));
      }
      malicious = chosen();
      var ledger = new VolatileLedger(Optional.of(
          new PrivacyBudget(settings.privacy().epsilon(), settings.privacy().delta())));
      account = settings
          .privacy()
          .unit()
          .map(unit -> new PrivacyAccount(settings.privacy(), unit, ledger, "simulation"));
      task = settings.privacy().hides(PrivacyUnit.RECORD)
          ? ofPrivateRecords()
          : scaledByBareSums(seed);
      members = task.members(settings.clients(), seed);
      SiteModel all = task.central();
      all.require(settings.learning().asked(settings.strategy().clientConfig()));
      model = GlobalModel.of(Tensors.of(all.tensors(), all.initial(seed)));
      if (settings.strategy() instanceof FlTrust trust) {
        SiteModel own = task.root(trust.rootExamples(), seed);
        root = Optional.of(own);
        strategy = trust.with(training(trust, own));
      } else {
        root = Optional.empty();
        strategy = settings.strategy();
      }
      noised = settings.privacy().hides(PrivacyUnit.CLIENT)
          ? account.map(this::clientLevel)
          : Optional.empty();
    }

    private RootTraining training(FlTrust trust, SiteModel own) {
      Learning learning = settings.learning();
      Learning passes = learning
          .withEpochs(trust.rootEpochs())
          .withBatches(new Batches.OfRecords(trust.rootBatch()));
      return (before, round) -> Vectors.difference(
          own.train(before, passes.in(round), order(names.size(), round)), before);
    }

    private Set<String> chosen() {
      var random = new SplittableRandom(seed ^ 0x4C_49_41_52);
      Set<String> chosen = new TreeSet<>();
      while (chosen.size() < settings.malicious()) {
        chosen.add(names.get(random.nextInt(names.size())));
      }
      return chosen;
    }

    /** Enters the sites, and charges them, before they tell anything. */
    private Task ofPrivateRecords() {
      if (settings.scaling() == Scaling.PUBLIC) {
        enterSites();
        return Simulation.this.task;
      }
      PrivacyAccount kept = account.orElseThrow();
      double noise = kept.planSums();
      enterSites();
      kept.chargeSums();
      return scaled(
          seed,
          (_, rows) -> FeatureSums.noised(rows, noise, secret),
          Standardisation.LARGEST_OF_PRIVATE_ROWS);
    }

    private void enterSites() {
      Learning learning = settings.learning();
      List<Task.Member> bare = Simulation.this.task.members(settings.clients(), seed);
      for (int i = 0; i < names.size(); i++) {
        int records = bare.get(i).model().records();
        double rate = learning.samplingRate(records);
        int steps = learning.steps(records);
        double noise = account.orElseThrow().enter(names.get(i), rate, steps, settings.rounds());
        privately.put(
            names.get(i),
            new PrivateSettings(
                settings.privacy().clipNorm(),
                noise,
                rate,
                steps,
                learning.learningRate(),
                learning.momentum()));
      }
    }

    private ClientLevelMean clientLevel(PrivacyAccount kept) {
      double noise = kept.enter(PrivacyAccount.FEDERATION, 1, 1, settings.rounds());
      return ClientLevelMean.fixed(
          noise, settings.clients(), settings.privacy().clipNorm(), secret);
    }

    Optional<Spent> spent() {
      return account.map(PrivacyAccount::spent);
    }

    void calibrateCut() {
      double[] moved = task.withCalibratedCut(model.parameters().values());
      model = GlobalModel.of(model.parameters().with(moved));
    }

    Judgement judgement() {
      return task.judge(model.parameters().values());
    }

    RoundOutcome round(int round) {
      account.ifPresent(kept -> kept.charge(round));
      double[] before = model.parameters().values();
      whole.clear();
      Map<String, double[]> updates = updates(round, before);
      Set<String> refused = new HashSet<>();
      updates.forEach((site, update) -> {
        if (!isModel(before, update)) {
          refused.add(site);
        }
      });
      updates.keySet().removeAll(refused);
      List<String> leftOut = combine(round, updates, refused);
      updates.keySet().removeAll(refused);
      suspicions.add(updates, Vectors.difference(model.parameters().values(), before), refused);
      root.flatMap(own -> own.descents(before, MOST_JUDGES))
          .ifPresent(records -> suspicions.judge(updates, records));
      return new RoundOutcome(
          round, judgement(), List.copyOf(new TreeSet<>(refused)), leftOut, spent());
    }

    /**
     * With too few updates the model stays what it is.
     *
     * @param refused gets the sites whose update is no such model
     * @throws ArithmeticException when the next model has diverged
     */
    private List<String> combine(int round, Map<String, double[]> updates, Set<String> refused) {
      double[] before = model.parameters().values();
      if (noised.isPresent()) {
        double[] step = noised.orElseThrow().mean(List.copyOf(updates.values()), before.length);
        become(GlobalModel.of(model.parameters().with(Vectors.moved(before, 1, step))));
        return List.of();
      }
      if (updates.size() < strategy.leastUpdates()) {
        return List.of();
      }
      Combination combination = strategy.begin(model, round);
      updates.forEach((site, update) -> {
        int records = members.get(names.indexOf(site)).model().records();
        double[] exact = whole.get(update);
        Tensors after =
            model.parameters().with(exact == null ? Vectors.moved(before, 1, update) : exact);
        try {
          combination.add(new Update(site, after, records));
        } catch (IllegalArgumentException e) {
          refused.add(site);
        }
      });
      long taken =
          updates.keySet().stream().filter(site -> !refused.contains(site)).count();
      if (taken < strategy.leastUpdates()) {
        return List.of();
      }
      Combined combined = combination.finish();
      become(combined.model());
      return combined.leftOut();
    }

    /** One that diverged ends the run with the model before. */
    private void become(GlobalModel next) {
      requireSound(next.parameters().values());
      model = next;
    }

    private static boolean isModel(double[] before, double[] update) {
      for (int i = 0; i < update.length; i++) {
        if (!(Math.abs(before[i] + update[i]) <= MOST_WEIGHT)) {
          return false;
        }
      }
      return true;
    }

    private Map<String, double[]> updates(int round, double[] before) {
      Map<String, double[]> updates = new TreeMap<>();
      List<double[]> honest = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        String site = names.get(i);
        if (!malicious.contains(site)) {
          double[] update = trained(i, round, before, members.get(i).model());
          updates.put(site, update);
          if (isModel(before, update)) {
            honest.add(update);
          }
        }
      }
      for (int i = 0; i < names.size(); i++) {
        if (malicious.contains(names.get(i))) {
          updates.put(names.get(i), poisoned(i, round, before, honest));
        }
      }
      return updates;
    }

    private double[] poisoned(int site, int round, double[] before, List<double[]> honest) {
      Attack attack = settings.attack().orElseThrow();
      double[] nothing = new double[before.length];
      return switch (attack) {
        case LABEL_FLIP, BACKDOOR -> lied(site, round, before, attack);
        case SIGN_FLIP -> Vectors.moved(nothing, -1, lied(site, round, before, attack));
        case SCALING ->
          Vectors.moved(nothing, settings.clients(), lied(site, round, before, attack));
        case LIE -> honest.isEmpty() ? nothing : Poison.lie(honest, malicious.size());
        case MIN_MAX -> honest.isEmpty() ? nothing : Poison.minMax(honest);
      };
    }

    private double[] lied(int site, int round, double[] before, Attack attack) {
      return trained(site, round, before, members.get(site).lying().apply(attack));
    }

    /** After minus before. */
    private double[] trained(int site, int round, double[] before, SiteModel on) {
      PrivateSettings paid = privately.get(names.get(site));
      Learning learning = settings.learning().asked(strategy.clientConfig()).in(round);
      double[] after = paid == null
          ? on.train(before, learning, order(site, round))
          : on.trainPrivately(
              before,
              paid.withLearningRate(learning.learningRate()).withProximal(learning.proximal()),
              secret);
      double[] update = Vectors.difference(after, before);
      if (strategy instanceof ForestMerge) {
        whole.put(update, after);
      }
      return update;
    }

    private long order(int site, int round) {
      return new SplittableRandom(seed * 1_000_003 + round * 1_009L + site).nextLong();
    }
  }
}
