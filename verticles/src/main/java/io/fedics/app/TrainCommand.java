package io.fedics.app;

import io.fedics.classify.domain.RuleLabels;
import io.fedics.detect.domain.FlowFeatures;
import io.fedics.fl.model.Bundle;
import io.fedics.ingest.SimulationFeed;
import io.fedics.ingest.file.FlowFile;
import io.fedics.ingest.file.SortSettings;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.SimulationPlan;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
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
final class TrainCommand implements Callable<Integer> {
  /** A Tuesday, so that people work. */
  private static final Instant START = Instant.parse("2026-03-03T06:00:00Z");

  private static final Duration LENGTH = Duration.ofHours(6);
  private static final double RATE = 5;
  private static final int SITES = 3;
  private static final int LEAST_FLOWS = 1_000;

  @Mixin
  private DataOptions data = new DataOptions();

  @Parameters(paramLabel = "MODEL", description = "iforest, lstm or verdict.")
  private String model = "";

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Flows presumed normal (default: benign hours of the simulator).")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--format",
      description = "auto, zeek, eve, binetflow, csv or fedics (default: auto, by content).")
  private String format = "auto";

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where MODEL.fedics goes (default: among the models of the data folder).")
  private @Nullable Path out;

  @Option(names = "--seed", description = "Equal seeds give equal bundles (default: 1).")
  private long seed = 1;

  @Option(names = "--epochs", description = "Most passes over the windows (lstm; default: 20).")
  private int epochs = 20;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    long began = System.nanoTime();
    Configs configs = data.configs(System.getenv());
    PrintWriter err = spec.commandLine().getErr();
    Bundle bundle =
        switch (model) {
          case "iforest" -> forest(configs, err);
          case "lstm" -> sequences(configs, err);
          case "verdict" -> verdict(configs, err);
          default ->
            throw new UsageException("MODEL: " + model + " (expected: iforest, lstm or verdict)");
        };
    report(bundle, write(bundle), (System.nanoTime() - began) / 1e9);
    return Main.OK;
  }

  private Bundle forest(Configs configs, PrintWriter err) {
    var own = Prefixes.of(configs.physics().rules().ownPrefixes());
    List<double[]> rows = new ArrayList<>();
    for (Iterator<FlowObserved> flows : sites()) {
      flows.forEachRemaining(flow -> FlowFeatures.of(flow, own).ifPresent(rows::add));
    }
    if (rows.size() < LEAST_FLOWS) {
      throw new UsageException("--data: " + rows.size()
          + " flows with addresses (expected: at least " + LEAST_FLOWS + ")");
    }
    err.printf("%,d flows; growing the forest%n", rows.size());
    return ForestTraining.train(rows, origin(), seed);
  }

  private Bundle sequences(Configs configs, PrintWriter err) {
    var training = new SequenceTraining(rulesOnly(configs), this::sites, seed);
    try {
      return training.train(origin(), epochs, epoch -> {
        err.printf(
            Locale.ROOT,
            "epoch %d of %d: error %.4f, held out %.4f%s%n",
            epoch.epoch(),
            epoch.of(),
            epoch.trainingError(),
            epoch.heldOutError(),
            epoch.best() ? ", best" : "");
        err.flush();
      });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted", e);
    }
  }

  /** A verdict that is being made cannot judge yet. */
  private static OfflineStages rulesOnly(Configs configs) {
    return configs.offline(new RuleLabels(configs.classify().prior()));
  }

  private Bundle verdict(Configs configs, PrintWriter err) {
    if (!files.isEmpty()) {
      throw new UsageException(
          "--data: given (expected: nothing, a verdict is trained on simulated sites whose attacks are known)");
    }
    return new VerdictTraining(rulesOnly(configs), seed, line -> {
          err.println(line);
          err.flush();
        })
        .train()
        .bundle();
  }

  private String origin() {
    return files.isEmpty()
        ? "%d hours of benign traffic of each of %d simulated sites, seeds %d to %d"
            .formatted(LENGTH.toHours(), SITES, 1_000 + seed, 1_000 + seed + SITES - 1)
        : String.join(
            ", ", files.stream().map(file -> file.getFileName().toString()).toList());
  }

  /** Flows of each site, in order of time. */
  private List<Iterator<FlowObserved>> sites() {
    if (!files.isEmpty()) {
      return List.of(ofFiles().iterator());
    }
    List<Iterator<FlowObserved>> sites = new ArrayList<>();
    for (int site = 0; site < SITES; site++) {
      sites.add(new SimulationFeed(SimulationPlan.of(1_000 + seed + site, RATE, START)
          .withScript(Script.benign())
          .withDuration(LENGTH)));
    }
    return sites;
  }

  private List<FlowObserved> ofFiles() {
    List<FlowFile> opened = FileFlows.open(files, format);
    var rejections = new Rejections(spec.commandLine().getErr());
    var sort = SortSettings.in(Path.of(System.getProperty("java.io.tmpdir")));
    List<FlowObserved> all = new ArrayList<>();
    try (FileFlows flows =
        FileFlows.read(opened, opened.getFirst().siteName(), sort, Long.MAX_VALUE, rejections)) {
      rejections.summarise();
      while (flows.hasNext()) {
        all.add(flows.next());
      }
    }
    return all;
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

  private void report(Bundle bundle, Path file, double seconds) {
    PrintWriter console = spec.commandLine().getOut();
    if (json) {
      console.println(new JsonObject()
          .put("bundle", file.toString())
          .put("sha256", bundle.sha256())
          .put(
              "metrics",
              new JsonObject()
                  .put("training_rows", bundle.whole("training_rows"))
                  .put(
                      "calibration_rows",
                      bundle.whole(
                          bundle.has("calibration_rows") ? "calibration_rows" : "held_out_rows"))
                  .put("bytes", bundle.bytes().length))
          .put("seconds", seconds)
          .encode());
      return;
    }
    console.printf(
        "%s %s, %,d bytes, sha256 %s%n",
        bundle.name(), bundle.version(), bundle.bytes().length, bundle.sha256());
    console.println(file);
  }
}
