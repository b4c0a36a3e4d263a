package io.fedics.app.evaluate;

import io.fedics.app.cli.ExitCode;
import io.fedics.app.cli.Given;
import io.fedics.app.cli.Seeds;
import io.fedics.app.config.Configs;
import io.fedics.app.folder.DataOptions;
import io.fedics.app.offline.DataBesideCheckout;
import io.fedics.app.offline.OfflineStages;
import io.fedics.fl.benchmark.DataSet;
import io.fedics.fl.benchmark.ProcessBenchmark;
import io.fedics.fl.benchmark.PublicRanges;
import io.fedics.fl.benchmark.Recognition;
import io.fedics.fl.benchmark.Result;
import io.fedics.fl.benchmark.TableBenchmark;
import io.fedics.fl.evaluate.PointAdjustment;
import io.fedics.fl.simulate.PoisoningBenchmark;
import io.fedics.fl.simulate.PoisoningRow;
import io.fedics.shared.error.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Honest numbers: what is found, and what is said for nothing. */
@Command(
    name = "evaluate",
    description = "Runs a benchmark and prints its table.",
    mixinStandardHelpOptions = true)
public final class EvaluateCommand implements Callable<Integer> {
  /** A fifth of the rows: some hundred runs are made of them. */
  private static final List<String> POISONED = List.of("nsl-kdd/KDDTrain+_20Percent.txt.gz");

  private static final Set<String> SIMULATED = Set.of("scenarios", "ablation", "calibration");

  @Mixin
  private DataOptions data = new DataOptions();

  @Option(
      names = "--benchmark",
      description =
          "scenarios, ablation, calibration, captures, poisoning, nsl-kdd, nsl-kdd-10, unsw-nb15, cicids2017, ton-iot, cicddos2019 or batadal"
              + " (default: told by the columns of the first --train file).")
  private String benchmark = "";

  @Option(
      names = "--train",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files to fit on (default: those of ../shared/data, where it is).")
  private List<Path> train = new ArrayList<>();

  @Option(
      names = "--test",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Files to judge on, a table each (default: a part of the training rows is kept for it);"
              + " of captures their list, file,expected,host.")
  private List<Path> test = new ArrayList<>();

  @Option(
      names = "--quantile",
      paramLabel = "SHARE",
      description =
          "Of held-out training normals, the threshold of every detector (default: 0.97; batadal: 0.995).")
  private Optional<Double> quantile = Optional.empty();

  @Option(names = "--point-adjust", hidden = true, description = "Refused.")
  private boolean pointAdjust;

  @Option(
      names = "--seeds",
      paramLabel = "1,2,3",
      description = "Seeds, one run each (default: 1).")
  private String seeds = "1";

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (pointAdjust) {
      throw new UsageException("--point-adjust: " + PointAdjustment.REFUSED);
    }
    List<Long> wanted = Seeds.of(seeds);
    Given.requireReadable("--train", train);
    Given.requireReadable("--test", test);
    String name = benchmark.isEmpty() ? recognised() : benchmark;
    requireUsed(name);
    return switch (name) {
      case "scenarios" -> simulated(false, wanted);
      case "ablation" -> simulated(true, wanted);
      case "calibration" -> calibration(wanted);
      case "captures" -> captures();
      case "poisoning" -> poisoning(wanted);
      default -> files(name, wanted);
    };
  }

  /** What a benchmark would not look at is refused: nobody is to take its figures for those of another one. */
  private void requireUsed(String name) {
    boolean simulates = SIMULATED.contains(name);
    boolean isCaptures = name.equals("captures");
    boolean isPoisoning = name.equals("poisoning");
    if (simulates || isCaptures) {
      requireNone("--train", train, name, "which fits nothing");
    }
    if (simulates) {
      requireNone("--test", test, name, "whose traffic is simulated");
    }
    if (simulates || isCaptures || isPoisoning) {
      requireNone("--quantile", quantile.stream().toList(), name, "which sets no threshold by it");
    }
    if (isPoisoning || name.equals(ProcessBenchmark.NAME) || DataSet.find(name).isPresent()) {
      requireNone("--set", data.assignments(), name, "which reads no settings");
    }
  }

  private static void requireNone(String option, List<?> given, String name, String why) {
    Given.requireNone(
        option,
        given.isEmpty() ? null : given.getFirst(),
        "none with --benchmark " + name + ", " + why);
  }

  private int simulated(boolean ablation, List<Long> wanted) {
    Configs configs = data.configs(System.getenv());
    ScenarioBenchmark.Result result = (ablation
            ? Ablation.benchmark(configs, this::progress)
            : new ScenarioBenchmark(
                OfflineStages.from(configs),
                List.of(Ablation.inService(configs)),
                ScenarioBenchmark.tour(),
                ScenarioBenchmark.Setup.DEFAULT,
                this::progress))
        .run(wanted);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ScenarioReport.json(result).encode());
    } else {
      ScenarioReport.print(result, out);
    }
    return ExitCode.OK;
  }

  private int calibration(List<Long> wanted) {
    OfflineStages stages = OfflineStages.from(data.configs(System.getenv()));
    CalibrationBenchmark.Result result = new CalibrationBenchmark(
            stages, CalibrationBenchmark.Setup.DEFAULT, this::progress)
        .run(wanted);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(CalibrationReport.json(result).encode());
    } else {
      CalibrationReport.print(result, out);
    }
    return ExitCode.OK;
  }

  private int captures() {
    if (test.size() != 1) {
      throw new UsageException("--test: " + (test.isEmpty() ? "missing" : test)
          + " (expected: one CSV file of the captures, file,expected,host)");
    }
    Configs configs = data.configs(System.getenv());
    PrintWriter err = spec.commandLine().getErr();
    CaptureBenchmark.Result result = new CaptureBenchmark(
            OfflineStages.from(configs), configs.stage().partitions(), err)
        .run(CaptureList.read(test.getFirst()));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(CaptureReport.json(result).encode());
    } else {
      CaptureReport.print(result, out);
    }
    return ExitCode.OK;
  }

  private int poisoning(List<Long> wanted) {
    if (!test.isEmpty()) {
      throw new UsageException(
          "--test: " + test.getFirst() + " (expected: none, a part of the rows is kept to judge)");
    }
    List<Path> files =
        train.isEmpty() ? DataBesideCheckout.files("poisoning", "--train", POISONED) : train;
    var setup = PoisoningBenchmark.Setup.USUAL;
    List<PoisoningRow> rows = new PoisoningBenchmark(seed -> rows(files, setup, seed), setup)
        .rows(wanted, this::progress);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(PoisoningReport.json(rows, wanted).encode());
    } else {
      PoisoningReport.print(rows, wanted, out);
    }
    return ExitCode.OK;
  }

  private static PublicRanges rows(List<Path> files, PoisoningBenchmark.Setup setup, long seed) {
    try {
      return PublicRanges.read(files, setup.heldOut(), setup.leftOut(), seed);
    } catch (UsageException e) {
      String sentence = String.valueOf(e.getMessage());
      throw new UsageException(sentence.replaceFirst("^--leave-out", "--train, type left out"), e);
    }
  }

  private String recognised() {
    if (train.isEmpty()) {
      throw new UsageException("--benchmark: missing (expected: " + names() + ", or --train FILE)");
    }
    return Recognition.of(train.getFirst())
        .orElseThrow(() -> new UsageException(train.getFirst()
            + ": columns of no benchmark known (expected: --benchmark, one of " + names() + ")"));
  }

  private static String names() {
    return "scenarios, ablation, calibration, captures, poisoning, "
        + String.join(", ", DataSet.names()) + ", " + ProcessBenchmark.NAME;
  }

  private int files(String name, List<Long> wanted) {
    Result result = name.equals(ProcessBenchmark.NAME) ? process(wanted) : table(name, wanted);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(BenchmarkReport.json(result).encode());
    } else {
      BenchmarkReport.print(result, out);
    }
    return ExitCode.OK;
  }

  private Result table(String name, List<Long> wanted) {
    DataSet set = DataSet.find(name)
        .orElseThrow(
            () -> new UsageException("--benchmark: " + name + " (expected: " + names() + ")"));
    var tables = new TableBenchmark(set, quantile(0.97), this::progress);
    return tables.run(
        train.isEmpty() ? DataBesideCheckout.files(set.name(), "--train", set.files()) : train,
        test,
        wanted);
  }

  private Result process(List<Long> wanted) {
    var process = new ProcessBenchmark(quantile(0.995), this::progress);
    if (!train.isEmpty()) {
      return process.run(train, test, wanted);
    }
    List<Path> fitted =
        DataBesideCheckout.files(ProcessBenchmark.NAME, "--train", ProcessBenchmark.TRAINING);
    List<Path> judged = test.isEmpty()
        ? DataBesideCheckout.files(ProcessBenchmark.NAME, "--test", ProcessBenchmark.TESTS)
        : test;
    return process.run(fitted, judged, wanted);
  }

  private double quantile(double usual) {
    double wanted = quantile.orElse(usual);
    if (!(wanted > 0 && wanted < 1)) {
      throw new UsageException("--quantile: " + wanted + " (expected: above 0 and below 1)");
    }
    return wanted;
  }

  private void progress(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
