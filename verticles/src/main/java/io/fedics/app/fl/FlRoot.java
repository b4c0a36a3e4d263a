package io.fedics.app.fl;

import io.fedics.app.bundle.ModelStore;
import io.fedics.app.config.Configs;
import io.fedics.app.offline.FileFlows;
import io.fedics.app.offline.FileOptions;
import io.fedics.app.offline.HostWindows;
import io.fedics.app.offline.OfflineStages;
import io.fedics.fl.aggregate.FlTrust;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.aggregate.Vectors;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.simulate.WindowTask;
import io.fedics.fl.site.Learning;
import io.fedics.fl.site.SiteModel;
import io.fedics.shared.address.Prefixes;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Windows of hosts that the server itself holds, and the strategy that trusts nothing else. */
final class FlRoot {
  /** Kept apart, as at every site; a root is not judged. */
  private static final double HELD_OUT = 0.1;

  private FlRoot() {}

  /**
   * @param files of flows, at least one
   * @param seed which windows are drawn, and in which order they are learned
   * @throws io.fedics.shared.error.UsageException when they have no window
   */
  static Strategy of(FlTrust trust, List<Path> files, Configs configs, long seed, PrintWriter err) {
    WindowTask.Windows windows = HostWindows.ofSite(
        OfflineStages.from(configs),
        Prefixes.of(configs.aggregate().ownPrefixes()),
        FileOptions.named("--root-data", () -> FileFlows.all(files, "auto", err))
            .iterator(),
        HELD_OUT,
        "--root-data");
    SiteModel root = new WindowTask(
            ModelStore.ofShipped().shipped(LstmAutoencoder.KIND), List.of(windows))
        .root(trust.rootExamples(), seed);
    err.printf(Locale.ROOT, "%,d windows of the server's own%n", root.records());
    var learning =
        new Learning(trust.rootEpochs(), trust.rootBatch(), FlLearningOptions.LSTM_RATE, 0);
    return trust.with((before, round) -> update(root, before, learning, seed + round));
  }

  /** A model that cannot be learned further stays what it is: then nobody points the same way. */
  private static double[] update(SiteModel root, double[] before, Learning learning, long seed) {
    try {
      return Vectors.difference(root.train(before, learning, seed), before);
    } catch (ArithmeticException e) {
      return new double[before.length];
    }
  }
}
