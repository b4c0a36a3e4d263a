package io.fedics.app;

import io.fedics.fl.benchmark.DataSet;
import io.fedics.fl.benchmark.PublicRanges;
import io.fedics.fl.simulate.Attack;
import io.fedics.fl.simulate.Outcome;
import io.fedics.fl.simulate.Partition;
import io.fedics.fl.simulate.RoundOutcome;
import io.fedics.fl.simulate.Simulation;
import io.fedics.fl.simulate.SimulationSettings;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Server and sites in one process, some of them lying, beside one model on all rows. */
@Command(
    name = "simulate",
    description = "Trains at sites that share out one table, in one process, and judges the model"
        + " on rows kept from it, beside a model trained on all rows.",
    mixinStandardHelpOptions = true)
final class FlSimulateCommand implements Callable<Integer> {
  @Mixin
  private FlLearningOptions learning = new FlLearningOptions();

  @Mixin
  private FlPrivacyOptions privacy = new FlPrivacyOptions();

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "FILE",
      description = "NSL-KDD, plain or gzip (default: KDDTrain+ of ../shared/data, where it is).")
  private List<Path> data = new ArrayList<>();

  @Option(
      names = "--leave-out",
      paramLabel = "TYPE,TYPE",
      description = "Attack types, as the file names them, that no site has.")
  private String leaveOut = "";

  @Option(names = "--clients", paramLabel = "N", description = "Sites (default: 3).")
  private int clients = 3;

  @Option(names = "--rounds", paramLabel = "N", description = "Default: 3.")
  private int rounds = 3;

  @Option(
      names = "--partition",
      paramLabel = "iid|dirichlet:A",
      description = "How rows are shared out (default: iid); dirichlet:0.1 is very uneven.")
  private String partition = "iid";

  @Option(
      names = "--malicious",
      paramLabel = "N:ATTACK",
      description = "So many sites lie: label-flip, sign-flip, scaling, lie, min-max or backdoor.")
  private String malicious = "";

  @Option(
      names = "--strategy",
      paramLabel = "NAME[:KEY=VALUE,…]",
      description = "As of fl server (default: FedAvg).")
  private String strategy = "FedAvg";

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
    List<Long> wanted = EvaluateCommand.seedsOf(seeds);
    SimulationSettings settings = settings();
    List<Path> files = data.isEmpty()
        ? TestData.files(
            "nsl-kdd", "--data", DataSet.find("nsl-kdd").orElseThrow().files())
        : data;
    List<Outcome> outcomes = new ArrayList<>();
    for (long seed : wanted) {
      PublicRanges table = PublicRanges.read(files, learning.heldOut(), leftOut(), seed);
      outcomes.add(DpOptions.asOption(() ->
          new Simulation(settings, table).run(seed, !noCentral, round -> progress(seed, round))));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(FlSimulateReport.json(settings, outcomes).encode());
    } else {
      FlSimulateReport.print(settings, outcomes, out);
    }
    return Main.OK;
  }

  private SimulationSettings settings() {
    int colon = malicious.indexOf(':');
    int liars = malicious.isEmpty() ? 0 : liars(colon);
    Optional<Attack> attack = malicious.isEmpty()
        ? Optional.empty()
        : Optional.of(attack(malicious.substring(colon + 1)));
    Privacy kept = privacy.privacy();
    return DpOptions.asOption(() -> new SimulationSettings(
        clients,
        rounds,
        learning.learning(),
        Partition.of(partition),
        liars,
        attack,
        FlStrategyOption.parse(strategy),
        kept));
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

  private UsageException wrongMalicious(@org.jspecify.annotations.Nullable Throwable cause) {
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
        "seed %d: round %d of %d, accuracy %.4f, AUC %.4f",
        seed,
        round.round(),
        rounds,
        round.judgement().counts().accuracy(),
        round.judgement().auc()));
    round
        .epsilon()
        .ifPresent(spent ->
            line.append(String.format(Locale.ROOT, ", epsilon %.3g per %s", spent, privacy.dp())));
    if (!round.refused().isEmpty()) {
      line.append(", refused ").append(String.join(" ", round.refused()));
    }
    if (!round.leftOut().isEmpty()) {
      line.append(", left out ").append(String.join(" ", round.leftOut()));
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
