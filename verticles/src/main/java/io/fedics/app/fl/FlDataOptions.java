package io.fedics.app.fl;

import io.fedics.app.bundle.ModelStore;
import io.fedics.app.cli.Given;
import io.fedics.app.config.Configs;
import io.fedics.app.offline.BenignPlant;
import io.fedics.app.offline.DataBesideCheckout;
import io.fedics.app.offline.FileOptions;
import io.fedics.app.offline.FlowFormatOption;
import io.fedics.app.offline.FlowRows;
import io.fedics.app.offline.HostWindows;
import io.fedics.app.offline.OfflineStages;
import io.fedics.app.privacy.DpOptions;
import io.fedics.detect.domain.learned.FlowFeatures;
import io.fedics.fl.benchmark.DataSet;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.simulate.ForestTask;
import io.fedics.fl.simulate.Task;
import io.fedics.fl.simulate.WindowTask;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What simulated sites train on: rows of a table, or flows of files or of simulated plants. */
final class FlDataOptions {
  /** Seed of the first simulated plant; none of those that the shipped models learned from. */
  private static final long FIRST_PLANT = 5_001;

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "FILE",
      description = "NSL-KDD, plain or gzip (default: KDDTrain+ of ../shared/data, where it is);"
          + " with lstm or iforest flows, one file a site (default: simulated plants).")
  private List<Path> data = new ArrayList<>();

  @Mixin
  private FlowFormatOption format = new FlowFormatOption();

  @Option(
      names = "--hours",
      paramLabel = "H",
      description =
          "With lstm or iforest: of benign traffic of each simulated plant, 1 to 24 (default: 2).")
  private @Nullable Integer hours;

  /** Files of labelled rows. */
  List<Path> tables() {
    Given.requireNone("--hours", hours, "only with --model lstm or iforest");
    format.requireNone("only with --model lstm or iforest");
    return data.isEmpty()
        ? DataBesideCheckout.files(
            "nsl-kdd", "--data", DataSet.find("nsl-kdd").orElseThrow().files())
        : data;
  }

  /** How many sites have flows: one a file, or as many plants as wanted. */
  int sites(int wanted) {
    return data.isEmpty() ? wanted : data.size();
  }

  /** Windows of each site's hosts, told to {@code err}. */
  Task windows(int sites, double heldOut, PrintWriter err) {
    Configs configs = configs();
    var own = Prefixes.of(configs.aggregate().ownPrefixes());
    List<WindowTask.Windows> all = new ArrayList<>();
    for (int site = 0; site < sites; site++) {
      WindowTask.Windows one = HostWindows.ofSite(
          OfflineStages.from(configs), own, flows(site, err), heldOut, name(site));
      say(err, site, "windows", one.training().size(), one.heldOut().size());
      all.add(one);
    }
    return new WindowTask(ModelStore.ofShipped().shipped(LstmAutoencoder.KIND), all);
  }

  /** Flows of each site for trees, told to {@code err}. */
  Task forests(int sites, double heldOut, PrintWriter err) {
    var own = Prefixes.of(configs().physics().rules().site().ownPrefixes());
    List<ForestTask.Flows> all = new ArrayList<>();
    for (int site = 0; site < sites; site++) {
      ForestTask.Flows one = FlowRows.ofSite(flows(site, err), own, heldOut, name(site));
      say(err, site, "flows", one.training().length, one.heldOut().length);
      all.add(one);
    }
    return DpOptions.asOption(() -> new ForestTask(FlowFeatures.NAMES, all));
  }

  private static Configs configs() {
    return Configs.from(new Settings(Map.of()));
  }

  private void say(PrintWriter err, int site, String what, int training, int heldOut) {
    err.printf(
        Locale.ROOT,
        "%s: %,d %s to train on, %,d after them to judge%n",
        name(site),
        training,
        what,
        heldOut);
    err.flush();
  }

  private String name(int site) {
    return data.isEmpty() ? "plant " + (site + 1) : "--data: " + data.get(site);
  }

  private Iterator<FlowObserved> flows(int site, PrintWriter err) {
    if (!data.isEmpty()) {
      return FileOptions.named("--data", () -> format.all(List.of(data.get(site)), err))
          .iterator();
    }
    int length = hours == null ? 2 : hours;
    if (length < 1 || length > 24) {
      throw new UsageException("--hours: " + length + " (expected: 1 to 24)");
    }
    return BenignPlant.flows(FIRST_PLANT + site, Duration.ofHours(length));
  }
}
