package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.benchmark.PublicRanges;
import io.fedics.fl.site.Learning;
import io.fedics.fl.site.Privacy;
import io.fedics.fl.train.mlp.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Every attack against strategies named beforehand, on even and on very uneven parts, beside {@link FedAvg}. */
public final class PoisoningBenchmark {
  private static final List<Partition> PARTITIONS =
      List.of(new Partition.Iid(), new Partition.Dirichlet(0.1));

  /**
   * One strategy with as many liars as it has to bear.
   *
   * @param malicious of the sites
   */
  public record Case(Strategy strategy, int malicious) {}

  /**
   * What is measured, settled before anything is.
   *
   * @param clients sites
   * @param leftOut attack types that no site has
   * @param heldOut share of the distinct rows kept to judge by, in (0, 1)
   */
  public record Setup(
      int clients,
      int rounds,
      Learning learning,
      List<Case> cases,
      Set<String> leftOut,
      double heldOut) {
    /** One strategy that shall bear everything, and those of the field that bear some of it. One type left out of each family. */
    public static final Setup USUAL = new Setup(
        10,
        20,
        new Learning(1, 64, 0.1, 0.9),
        List.of(
            new Case(Strategy.parse("FLTrust:root_examples=200,root_share=0.6"), 4),
            new Case(Strategy.parse("Krum:num_malicious_clients=3,num_clients_to_keep=7"), 3),
            new Case(Strategy.parse("FedMedian"), 4),
            new Case(Strategy.parse("FedTrimmedAvg:beta=0.4,nnm_malicious_clients=4"), 4)),
        Set.of("back", "satan", "warezclient"),
        0.3);

    public Setup {
      cases = List.copyOf(cases);
      leftOut = Set.copyOf(leftOut);
    }
  }

  private final LongFunction<PublicRanges> data;
  private final Setup setup;

  /**
   * @param data rows by seed
   */
  public PoisoningBenchmark(LongFunction<PublicRanges> data, Setup setup) {
    this.data = data;
    this.setup = setup;
  }

  private record Run(
      long seed, Partition partition, Strategy strategy, int malicious, Optional<Attack> attack) {}

  /**
   * @param seeds one run each of everything; at least one
   * @param progress told every finished run, in words
   * @return for every partition and case first the runs without liars, then every attack
   */
  public List<PoisoningRow> rows(List<Long> seeds, Consumer<String> progress) {
    Map<Run, Outcome> done = new HashMap<>();
    for (long seed : seeds) {
      PublicRanges rows = data.apply(seed);
      for (Partition partition : PARTITIONS) {
        for (Case one : setup.cases) {
          for (Optional<Attack> attack : attacks()) {
            for (Strategy strategy : List.of(one.strategy(), new FedAvg())) {
              done.computeIfAbsent(
                  run(seed, partition, strategy, one.malicious(), attack),
                  run -> outcome(run, rows, progress));
            }
          }
        }
      }
    }
    return rows(seeds, done);
  }

  private List<PoisoningRow> rows(List<Long> seeds, Map<Run, Outcome> done) {
    List<PoisoningRow> table = new ArrayList<>();
    for (Partition partition : PARTITIONS) {
      for (Case one : setup.cases) {
        for (Optional<Attack> attack : attacks()) {
          table.add(new PoisoningRow(
              partition.toString(),
              one.strategy(),
              one.malicious(),
              attack,
              of(done, seeds, partition, one.strategy(), one.malicious(), Optional.empty()),
              of(done, seeds, partition, one.strategy(), one.malicious(), attack),
              of(done, seeds, partition, new FedAvg(), one.malicious(), attack),
              of(done, seeds, partition, new FedAvg(), one.malicious(), Optional.empty())));
        }
      }
    }
    return table;
  }

  private static List<Outcome> of(
      Map<Run, Outcome> done,
      List<Long> seeds,
      Partition partition,
      Strategy strategy,
      int malicious,
      Optional<Attack> attack) {
    List<Outcome> outcomes = new ArrayList<>();
    for (long seed : seeds) {
      Outcome outcome = done.get(run(seed, partition, strategy, malicious, attack));
      if (outcome != null) {
        outcomes.add(outcome);
      }
    }
    return outcomes;
  }

  private static List<Optional<Attack>> attacks() {
    List<Optional<Attack>> attacks = new ArrayList<>();
    attacks.add(Optional.empty());
    for (Attack attack : Attack.values()) {
      attacks.add(Optional.of(attack));
    }
    return attacks;
  }

  /** Without an attack nobody lies, however many might. */
  private static Run run(
      long seed, Partition partition, Strategy strategy, int malicious, Optional<Attack> attack) {
    return new Run(seed, partition, strategy, attack.isEmpty() ? 0 : malicious, attack);
  }

  private Outcome outcome(Run run, PublicRanges rows, Consumer<String> progress) {
    var settings = new SimulationSettings(
        setup.clients,
        setup.rounds,
        setup.learning,
        run.malicious,
        run.attack,
        run.strategy,
        Privacy.NONE);
    var task = new TableTask(rows, run.partition, Activation.RELU, run.attack);
    Outcome outcome = new Simulation(settings, task).run(run.seed, false, _ -> {});
    progress.accept("seed %d, %s, %s, %d lie, %s: %s"
        .formatted(
            run.seed,
            run.partition,
            run.strategy,
            run.malicious,
            run.attack.map(Attack::word).orElse("nobody"),
            outcome.heldOut().figures()));
    return outcome;
  }
}
