package io.fedics.app.fl;

import io.fedics.app.cli.ExitCode;
import io.fedics.app.cli.Seeds;
import io.fedics.app.offline.FileOptions;
import io.fedics.app.privacy.DpOptions;
import io.fedics.detect.domain.learned.FlowFeatures;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.benchmark.PublicRanges;
import io.fedics.fl.simulate.Attack;
import io.fedics.fl.simulate.ForestJudgement;
import io.fedics.fl.simulate.ForestTask;
import io.fedics.fl.simulate.Judgement;
import io.fedics.fl.simulate.Outcome;
import io.fedics.fl.simulate.Partition;
import io.fedics.fl.simulate.RoundOutcome;
import io.fedics.fl.simulate.RowJudgement;
import io.fedics.fl.simulate.Simulation;
import io.fedics.fl.simulate.SimulationSettings;
import io.fedics.fl.simulate.TableTask;
import io.fedics.fl.simulate.Task;
import io.fedics.fl.simulate.WindowJudgement;
import io.fedics.fl.simulate.WindowTask;
import io.fedics.fl.site.Privacy;
import io.fedics.shared.error.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Server and sites in one process, some of them lying, beside one model on all rows. */
@Command(
    name = "simulate",
    description = "Trains at simulated sites in one process, and judges the model on records kept"
        + " from them, beside a model trained on all.",
    mixinStandardHelpOptions = true)
final class FlSimulateCommand implements Callable<Integer> {
  @Mixin
  private FlLearningOptions learning = new FlLearningOptions();

  @Mixin
  private FlPrivacyOptions privacy = new FlPrivacyOptions();

  @Mixin
  private FlSumsOptions rows = new FlSumsOptions();

  @Mixin
  private FlDataOptions data = new FlDataOptions();

  @Option(
      names = "--leave-out",
      paramLabel = "TYPE,TYPE",
      description = "Attack types, as the file names them, that no site has.")
  private String leaveOut = "";

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "Sites (default: 3, or one a file of flows).")
  private @Nullable Integer clients;

  @Option(names = "--rounds", paramLabel = "N", description = "Default: 3.")
  private int rounds = 3;

  @Option(
      names = "--partition",
      paramLabel = "iid|dirichlet:A",
      description = "How rows are shared out (default: iid); dirichlet:0.1 is very uneven.")
  private @Nullable String partition;

  @Option(
      names = "--malicious",
      paramLabel = "N:ATTACK",
      description = "So many sites lie: label-flip, sign-flip, scaling, lie, min-max or backdoor.")
  private String malicious = "";

  @Option(
      names = "--strategy",
      paramLabel = "NAME[:KEY=VALUE,…]",
      description = "As of fl server (default: FedAvg; trees are merged).")
  private @Nullable String strategy;

  @Mixin
  private FlStrategyOption strategies = new FlStrategyOption();

  @Option(
      names = "--seeds",
      paramLabel = "1,2,3",
      description = "Seeds, one run each (default: 1).")
  private String seeds = "1";

  @Option(
      names = "--no-central",
      description = "Trains no model on all rows; its figures are missing.")
  private boolean noCentral;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    learning.require();
    List<Long> wanted = Seeds.of(seeds);
    SimulationSettings settings = settings();
    LongFunction<Task> tasks = learning.isOfFlows() ? ofFlows(settings.attack()) : table(settings);
    List<Outcome> outcomes = new ArrayList<>();
    String shared = "";
    for (long seed : wanted) {
      Task task = DpOptions.asOption(() -> tasks.apply(seed));
      shared = task.partition();
      outcomes.add(DpOptions.asOption(() ->
          new Simulation(settings, task).run(seed, !noCentral, round -> progress(seed, round))));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(FlSimulateReport.json(settings, shared, outcomes).encode());
    } else {
      FlSimulateReport.print(settings, shared, outcomes, out);
    }
    return outcomes.stream().anyMatch(Outcome::isUntrained) ? ExitCode.FAILED : ExitCode.OK;
  }

  private LongFunction<Task> table(SimulationSettings settings) {
    Partition parts = DpOptions.asOption(() -> Partition.of(partition == null ? "iid" : partition));
    List<Path> files = data.tables();
    return seed -> new TableTask(
        learning.rows(
            settings.scaling(),
            FileOptions.named(
                "--data", () -> PublicRanges.read(files, learning.heldOut(), leftOut(), seed))),
        parts,
        learning.activation(),
        settings.attack());
  }

  /** The same records for every seed. */
  private LongFunction<Task> ofFlows(Optional<Attack> attack) {
    if (partition != null || !leaveOut.isEmpty()) {
      throw new UsageException(
          (partition != null ? "--partition: " + partition : "--leave-out: " + leaveOut)
              + " (expected: only with --model mlp, sites have flows of their own)");
    }
    DpOptions.asOption(() -> {
      attack.ifPresent(WindowTask::requireNoLabels);
      return attack;
    });
    PrintWriter err = spec.commandLine().getErr();
    Task task = learning.isForest()
        ? data.forests(clients(), learning.heldOut(), err)
        : data.windows(clients(), learning.heldOut(), err);
    return _ -> task;
  }

  private int clients() {
    int wanted = clients == null ? 3 : clients;
    int sites = learning.isOfFlows() ? data.sites(wanted) : wanted;
    if (clients != null && clients != sites) {
      throw new UsageException(
          "--clients: %d (expected: %d, one a file)".formatted(clients, sites));
    }
    return sites;
  }

  private SimulationSettings settings() {
    int colon = malicious.indexOf(':');
    int liars = malicious.isEmpty() ? 0 : liars(colon);
    Optional<Attack> attack = malicious.isEmpty()
        ? Optional.empty()
        : Optional.of(attack(malicious.substring(colon + 1)));
    Privacy kept = privacy.privacy();
    if (learning.isForest() && kept.unit().isPresent()) {
      throw new UsageException(
          "--dp: " + privacy.dp() + " (expected: none with --model iforest, trees are not noised)");
    }
    return DpOptions.asOption(() -> new SimulationSettings(
        clients(),
        rounds,
        learning.learning(kept),
        learning.central(kept),
        liars,
        attack,
        chosen(),
        kept,
        rows.scaling(learning, kept, attack.isPresent()),
        rows.calibratesCut(learning, kept, attack.isPresent())));
  }

  private Strategy chosen() {
    if (!learning.isForest()) {
      return strategies.parse(strategy == null ? "FedAvg" : strategy);
    }
    if (strategy != null) {
      throw new UsageException(
          "--strategy: " + strategy + " (expected: none with --model iforest, trees are merged)");
    }
    strategies.requireSafe();
    return ForestTask.strategy(FlowFeatures.NAMES);
  }

  private int liars(int colon) {
    try {
      if (colon > 0) {
        return Integer.parseInt(malicious.substring(0, colon));
      }
    } catch (NumberFormatException e) {
      throw wrongMalicious(e);
    }
    throw wrongMalicious(null);
  }

  private UsageException wrongMalicious(@Nullable Throwable cause) {
    String sentence = "--malicious: " + malicious + " (expected: N:ATTACK, as in 3:label-flip)";
    return cause == null ? new UsageException(sentence) : new UsageException(sentence, cause);
  }

  private Attack attack(String word) {
    try {
      return Attack.of(word);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--malicious: " + e.getMessage(), e);
    }
  }

  private Set<String> leftOut() {
    return leaveOut.isEmpty() ? Set.of() : new TreeSet<>(List.of(leaveOut.split(",", -1)));
  }

  private void progress(long seed, RoundOutcome round) {
    var line = new StringBuilder(String.format(
        Locale.ROOT,
        "seed %d: round %d of %d, %s",
        seed,
        round.round(),
        rounds,
        words(round.judgement())));
    round.spent().ifPresent(spent -> line.append(", ").append(spent));
    if (!round.refused().isEmpty()) {
      line.append(", refused ").append(String.join(" ", round.refused()));
    }
    if (!round.leftOut().isEmpty()) {
      line.append(", left out ").append(String.join(" ", round.leftOut()));
    }
    say(line.toString());
  }

  private static String words(Judgement judgement) {
    return switch (judgement) {
      case RowJudgement rows ->
        String.format(Locale.ROOT, "accuracy %.4f, AUC %.4f", rows.counts().accuracy(), rows.auc());
      case WindowJudgement windows ->
        String.format(
            Locale.ROOT, "error %.4f, worst site %.4f", windows.loss(), windows.worstSite());
      case ForestJudgement flows ->
        String.format(
            Locale.ROOT, "score %.4f, share above %.4f", flows.loss(), flows.shareAbove());
    };
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
