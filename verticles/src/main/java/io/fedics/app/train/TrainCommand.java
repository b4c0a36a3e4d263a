package io.fedics.app.train;

import io.fedics.app.bundle.ModelCatalogue;
import io.fedics.app.bundle.ModelStore;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.cli.Given;
import io.fedics.app.cli.JsonFigure;
import io.fedics.app.config.Configs;
import io.fedics.app.folder.DataOptions;
import io.fedics.app.offline.BenignPlant;
import io.fedics.app.offline.DataBesideCheckout;
import io.fedics.app.offline.FlowFormatOption;
import io.fedics.app.offline.OfflineStages;
import io.fedics.classify.domain.RuleLabels;
import io.fedics.detect.domain.learned.FlowFeatures;
import io.fedics.detect.domain.learned.HostSequences;
import io.fedics.fl.benchmark.DataSet;
import io.fedics.fl.benchmark.EnsembleTrainer;
import io.fedics.fl.benchmark.TableTrainer;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.train.lstm.TrainingJvm;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a bundle, from the simulator or from a site's own flows. */
@Command(
    name = "train",
    description = "Trains a model and writes its bundle; models activate puts it to use.",
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
  /** Of each simulated site. A forest sees flows once, windows are learned and judged. */
  private static final Duration FLOWS = Duration.ofHours(12);

  private static final Duration SEQUENCES = Duration.ofHours(6);
  private static final int SITES = 3;
  private static final int LEAST_FLOWS = 1_000;
  private static final double THRESHOLD_SHARE = 0.97;
  private static final int EPOCHS = 20;

  /** The models of the product and the tables they are of. */
  private static final Map<String, String> TABLES =
      Map.of("forest", "unsw-nb15", "attack", "cicids2017");

  /** Models that are not a data set's. */
  private static final List<String> OWN = List.of("iforest", "lstm", "verdict", "threat");

  /** What was made, and how good it is by name of the figure. */
  private record Trained(Bundle bundle, Map<String, Double> metrics) {}

  @Mixin
  private DataOptions data = new DataOptions();

  @Parameters(
      paramLabel = "MODEL",
      description = "iforest, lstm, verdict, threat, forest or attack; or a data set: nsl-kdd,"
          + " nsl-kdd-10, unsw-nb15, cicids2017, ton-iot, cicddos2019.")
  private String model = "";

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Flows presumed normal (default: benign hours of the simulator), or a data set's"
              + " files (default: those of ../shared/data, where it is).")
  private List<Path> files = new ArrayList<>();

  @Mixin
  private FlowFormatOption format = new FlowFormatOption();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where MODEL.fedics goes (default: among the models of the data folder).")
  private @Nullable Path out;

  @Option(names = "--seed", description = "Equal seeds give equal bundles (default: 1).")
  private long seed = 1;

  @Option(
      names = "--epochs",
      description = "Most passes over the windows or rows (lstm, threat; default: 20).")
  private @Nullable Integer epochs;

  @Option(
      names = "--from",
      paramLabel = "NAME@VERSION",
      description = "Model to learn on from, as `models list` names it (lstm; default: none).")
  private String from = "";

  @Option(
      names = "--quantile",
      paramLabel = "SHARE",
      description = "Of held-out training normals, the threshold of a data set (default: 0.97).")
  private @Nullable Double quantile;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    long began = System.nanoTime();
    requireKnown();
    requireLookedAt();
    int passes = passes();
    Configs configs = data.configs(System.getenv());
    Given.requireReadable("--data", files);
    requireFolder();
    PrintWriter err = spec.commandLine().getErr();
    Trained trained =
        switch (model) {
          case "iforest" -> forest(configs, err);
          case "lstm" -> sequences(configs, passes, err);
          case "verdict" -> verdict(configs, err);
          case "threat" -> ensemble(passes, err);
          default -> table(err);
        };
    report(trained, write(trained.bundle), (System.nanoTime() - began) / 1e9);
    return ExitCode.OK;
  }

  private void requireKnown() {
    if (!OWN.contains(model) && set().isEmpty()) {
      throw new UsageException("MODEL: " + model + " (expected: " + String.join(", ", OWN)
          + ", forest, attack, " + String.join(", ", DataSet.names()) + ")");
    }
  }

  /** The data set whose table is learned; empty for other models. */
  private Optional<DataSet> set() {
    return DataSet.find(TABLES.getOrDefault(model, model));
  }

  /** An option that says nothing to a model is a mistake about the model. */
  private void requireLookedAt() {
    if (!from.isEmpty() && !model.equals("lstm")) {
      throw new UsageException(
          "--from: given for " + model + " (expected: nothing; only lstm learns on)");
    }
    if (!model.equals("lstm") && !model.equals("threat")) {
      Given.requireNone(
          "--epochs", epochs, "nothing with " + model + "; only lstm and threat learn in passes");
    }
    boolean ofFlows = model.equals("iforest") || model.equals("lstm");
    if (ofFlows || model.equals("verdict")) {
      Given.requireNone(
          "--quantile", quantile, "nothing with " + model + ", which has no such threshold");
    }
    if (!ofFlows) {
      format.requireNone("nothing with " + model + ", which reads no flows");
    }
  }

  private int passes() {
    int passes = epochs == null ? EPOCHS : epochs;
    if (passes < 1) {
      throw new UsageException("--epochs: " + passes + " (expected: 1 or more)");
    }
    return passes;
  }

  /** Hours of training must not be lost for a folder that is none. */
  private void requireFolder() {
    if (out != null) {
      Given.requireFolder("--out", out);
    } else {
      Given.requireFolder("--data-dir", data.folder(System.getenv()));
    }
  }

  private Trained ensemble(int passes, PrintWriter err) {
    double share = thresholdShare();
    String name = "nsl-kdd-10";
    List<Path> given = files.isEmpty()
        ? DataBesideCheckout.files(
            name, "--data", DataSet.find(name).orElseThrow().files())
        : files;
    TableTrainer.Trained trained = new EnsembleTrainer(
            share, passes, TrainingJvm.likeThisOne(), line -> {
              err.println(line);
              err.flush();
            })
        .train(given, seed);
    return new Trained(trained.bundle(), trained.metrics());
  }

  private double thresholdShare() {
    double share = quantile == null ? THRESHOLD_SHARE : quantile;
    if (!(share > 0 && share < 1)) {
      throw new UsageException("--quantile: " + share + " (expected: above 0 and below 1)");
    }
    return share;
  }

  private Trained table(PrintWriter err) {
    DataSet set = set().orElseThrow();
    double share = thresholdShare();
    TableTrainer.Trained trained = new TableTrainer(set, share, line -> {
          err.println(line);
          err.flush();
        })
        .train(
            files.isEmpty() ? DataBesideCheckout.files(set.name(), "--data", set.files()) : files,
            seed);
    return new Trained(trained.bundle(), trained.metrics());
  }

  private Trained forest(Configs configs, PrintWriter err) {
    var own = Prefixes.of(configs.physics().rules().site().ownPrefixes());
    List<double[]> rows = new ArrayList<>();
    for (Iterator<FlowObserved> flows : sites(FLOWS)) {
      flows.forEachRemaining(flow -> FlowFeatures.of(flow, own).ifPresent(rows::add));
    }
    if (rows.size() < LEAST_FLOWS) {
      throw new UsageException("--data: " + rows.size()
          + " flows with addresses (expected: at least " + LEAST_FLOWS + ")");
    }
    err.printf("%,d flows; growing the forest%n", rows.size());
    return counted(ForestTraining.train(rows, origin(FLOWS), seed));
  }

  private Trained sequences(Configs configs, int passes, PrintWriter err) {
    var training =
        new SequenceTraining(rulesOnly(configs), () -> sites(SEQUENCES), seed, beginning());
    try {
      return counted(training.train(origin(SEQUENCES), passes, epoch -> {
        err.printf(
            Locale.ROOT,
            "epoch %d of %d: error %.4f, held out %.4f%s%n",
            epoch.epoch(),
            epoch.of(),
            epoch.trainingError(),
            epoch.heldOutError(),
            epoch.best() ? ", best" : "");
        err.flush();
      }));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted", e);
    }
  }

  private Optional<Bundle> beginning() {
    if (from.isEmpty()) {
      return Optional.empty();
    }
    Bundle model =
        ModelCatalogue.of(data.folder(System.getenv())).find("--from", from).bundle();
    try {
      return Optional.of(HostSequences.open(model).bundle());
    } catch (BundleException e) {
      throw new UsageException("--from: " + e.getMessage(), e);
    }
  }

  /** A verdict that is being made cannot judge yet. */
  private static OfflineStages rulesOnly(Configs configs) {
    return OfflineStages.from(configs, new RuleLabels(configs.classify().prior()));
  }

  private Trained verdict(Configs configs, PrintWriter err) {
    if (!files.isEmpty()) {
      throw new UsageException(
          "--data: given (expected: nothing, a verdict is trained on simulated sites whose attacks are known)");
    }
    VerdictTraining.Result result = new VerdictTraining(rulesOnly(configs), seed, line -> {
          err.println(line);
          err.flush();
        })
        .train();
    return new Trained(result.bundle(), result.metrics());
  }

  /** What the bundle itself says of the rows behind it. */
  private static Trained counted(Bundle bundle) {
    return new Trained(
        bundle,
        Map.of(
            "training_rows", (double) bundle.whole("training_rows"),
            "calibration_rows", (double) bundle.whole("calibration_rows")));
  }

  private String origin(Duration length) {
    return files.isEmpty()
        ? "%d hours of benign traffic of each of %d simulated sites, seeds %d to %d"
            .formatted(length.toHours(), SITES, 1_000 + seed, 1_000 + seed + SITES - 1)
        : String.join(
            ", ", files.stream().map(file -> file.getFileName().toString()).toList());
  }

  /** Flows of each site, in order of time. */
  private List<Iterator<FlowObserved>> sites(Duration length) {
    if (!files.isEmpty()) {
      return List.of(ofFiles().iterator());
    }
    List<Iterator<FlowObserved>> sites = new ArrayList<>();
    for (int site = 0; site < SITES; site++) {
      sites.add(BenignPlant.flows(1_000 + seed + site, length));
    }
    return sites;
  }

  private List<FlowObserved> ofFiles() {
    return format.all(files, spec.commandLine().getErr());
  }

  private Path write(Bundle bundle) {
    Path folder = out;
    try {
      if (folder != null) {
        Files.createDirectories(folder);
        return Files.write(folder.resolve(model + ModelStore.ENDING), bundle.bytes());
      }
      Path models = data.folder(System.getenv()).resolve("models");
      Files.createDirectories(models);
      return Files.write(models.resolve(bundle.sha256() + ModelStore.ENDING), bundle.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void report(Trained trained, Path file, double seconds) {
    PrintWriter console = spec.commandLine().getOut();
    Bundle bundle = trained.bundle;
    if (json) {
      var metrics = new JsonObject();
      new TreeMap<>(trained.metrics)
          .forEach((name, value) -> metrics.put(name, JsonFigure.of(value)));
      console.println(new JsonObject()
          .put("bundle", file.toString())
          .put("sha256", bundle.sha256())
          .put("metrics", metrics)
          .put("seconds", seconds)
          .encode());
      return;
    }
    console.println(bundle.card());
    console.printf(
        Locale.ROOT,
        "%s: %,d bytes, sha256 %s, %.0f s%n",
        file,
        bundle.bytes().length,
        bundle.sha256(),
        seconds);
  }
}
