package io.fedics.app.train;

import io.fedics.app.bundle.ModelStore;
import io.fedics.app.cli.Count;
import io.fedics.app.offline.HostWindows;
import io.fedics.app.offline.OfflineStages;
import io.fedics.detect.domain.learned.HostSecondFeatures;
import io.fedics.detect.domain.learned.HostSequences;
import io.fedics.detect.domain.learned.SequenceMemory;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.score.QuantileTable;
import io.fedics.fl.model.score.ScoreSketch;
import io.fedics.fl.train.lstm.LstmEpoch;
import io.fedics.fl.train.lstm.LstmSettings;
import io.fedics.fl.train.lstm.LstmTraining;
import io.fedics.fl.train.lstm.TrainingFolder;
import io.fedics.fl.train.lstm.TrainingJvm;
import io.fedics.fl.train.lstm.WindowsFile;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Trains the LSTM autoencoder of host-seconds: the flows go through aggregation as in service, a sample of the windows that
 * the detector would judge is learned, and the detector itself says what normal windows score. Not thread-safe.
 */
final class SequenceTraining {
  private static final int WINDOWS = 8_000;
  /** One to learn from, one held out. */
  private static final int LEAST_WINDOWS = 2;

  private static final int SIZE = HostWindows.SIZE;

  private final OfflineStages stages;
  private final Supplier<List<Iterator<FlowObserved>>> sites;
  private final long seed;
  private final Optional<Bundle> from;
  private final float[] windows = new float[WINDOWS * SIZE];
  private int taken;
  private long seen;

  /**
   * @param sites flows presumed normal, one source a site, in order of time; asked three times
   * @param from whose weights and scales to begin with
   */
  SequenceTraining(
      OfflineStages stages,
      Supplier<List<Iterator<FlowObserved>>> sites,
      long seed,
      Optional<Bundle> from) {
    this.stages = stages;
    this.sites = sites;
    this.seed = seed;
    this.from = from;
  }

  /**
   * @param origin where the flows are from, for the card
   * @throws UsageException when the flows hold too few windows, or none that the detector would score
   * @throws InterruptedException when asked to stop; the child process ends too
   */
  Bundle train(String origin, int epochs, Consumer<LstmEpoch> progress)
      throws InterruptedException {
    sample();
    if (taken < LEAST_WINDOWS) {
      throw new UsageException(
          "--data: %s of %d s of one host (expected: at least %d, from hosts that are seldom silent)"
              .formatted(Count.of(taken, "window"), SequenceMemory.STEPS, LEAST_WINDOWS));
    }
    requireScores();
    Bundle model = fit(epochs, progress);
    return calibrated(model, origin + from.map(it -> ", begun from " + it).orElse(""));
  }

  /** Windows that were sampled. */
  int windows() {
    return taken;
  }

  /** Which windows are scored does not depend on the model, so an hour of fitting need not be lost for want of them. */
  private void requireScores() {
    Bundle any = from.orElseGet(() -> ModelStore.ofShipped().shipped(LstmAutoencoder.KIND));
    if (!SequenceCalibration.hasScores(any, stages, sites.get())) {
      throw new UsageException(
          ("--data: %s of %d s of one host, none that is scored (expected: some 15 minutes of hosts that are seldom"
                  + " silent; a host is scored from its fourth minute on, once ten minutes of the clock are over)")
              .formatted(Count.of(taken, "window"), SequenceMemory.STEPS));
    }
  }

  private void sample() {
    var random = new SplittableRandom(seed);
    for (Iterator<FlowObserved> flows : sites.get()) {
      HostWindows.forEach(stages, flows, HostSequences.EVERY, (_, memory) -> take(memory, random));
    }
  }

  /** Reservoir sampling (Vitter 1985, algorithm R). */
  private void take(SequenceMemory memory, SplittableRandom random) {
    long place = taken < WINDOWS ? taken++ : random.nextLong(seen + 1);
    seen++;
    if (place < WINDOWS) {
      memory.window(windows, (int) place * SIZE);
    }
  }

  private Bundle fit(int epochs, Consumer<LstmEpoch> progress) throws InterruptedException {
    LstmSettings settings = LstmSettings.standard(
            HostSecondFeatures.SCHEMA, HostSecondFeatures.NAMES, seed)
        .withEpochs(epochs);
    try (TrainingFolder folder = TrainingFolder.create("fedics-train")) {
      Path input = folder.file("windows");
      Path output = folder.file("bundle");
      WindowsFile.write(input, windows, taken * SIZE);
      var training = new LstmTraining(TrainingJvm.likeThisOne());
      if (from.isEmpty()) {
        return training.run(settings, input, output, progress);
      }
      Path start = folder.file("from");
      Files.write(start, from.get().bytes());
      return training.runFrom(start, settings, input, output, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bundle calibrated(Bundle model, String origin) {
    ScoreSketch sketch = SequenceCalibration.scores(model, stages, sites.get());
    Bundle.Builder bundle = model
        .change()
        .text("origin", origin)
        .text("card", card(model.card(), origin, sketch.rows()))
        .whole("training_rows", taken);
    return QuantileTable.of(sketch).into(bundle).build();
  }

  private static String card(String model, String origin, long calibration) {
    return model
        + """

        - Judges: the last %d seconds of one host by %d numbers a second, schema %s; its score is how many times its usual
          error a host's window was repeated with, or how far the window's levels are from the host's own, what says more.
        - Learned from: %s.
        - Calibrated on: %d windows of the same traffic, judged in order of time.
        - Meant for: hosts that do much the same minute by minute, as controllers and their masters do. Every site learns
          within some twenty minutes what its own windows score; until then nothing this model says counts as an anomaly.
        - Not meant for: naming an attack, or hosts that are seldom active: a silent host is not judged.
        """.formatted(
                SequenceMemory.STEPS,
                HostSecondFeatures.COUNT,
                HostSecondFeatures.SCHEMA,
                origin,
                calibration);
  }
}
