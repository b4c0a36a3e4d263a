package io.fedics.app;

import io.fedics.detect.domain.HostSecondFeatures;
import io.fedics.detect.domain.HostSequences;
import io.fedics.detect.domain.Models;
import io.fedics.detect.domain.SequenceMemory;
import io.fedics.fl.model.Bundle;
import io.fedics.fl.model.QuantileTable;
import io.fedics.fl.model.ScoreSketch;
import io.fedics.fl.train.lstm.LstmEpoch;
import io.fedics.fl.train.lstm.LstmSettings;
import io.fedics.fl.train.lstm.LstmTraining;
import io.fedics.fl.train.lstm.TrainingJvm;
import io.fedics.fl.train.lstm.WindowsFile;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostSecond;
import io.fedics.shared.event.ScoresSketched;
import io.fedics.shared.topic.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Trains the LSTM autoencoder of host-seconds: the flows go through aggregation as in service, a sample of the windows that
 * the detector would judge is learned, and the detector itself says what normal windows score. Not thread-safe.
 */
final class SequenceTraining {
  private static final int WINDOWS = 8_000;
  private static final int SIZE = SequenceMemory.STEPS * HostSecondFeatures.COUNT;

  private final OfflineStages stages;
  private final Supplier<List<Iterator<FlowObserved>>> sites;
  private final long seed;
  private final float[] windows = new float[WINDOWS * SIZE];
  private int taken;
  private long seen;

  /**
   * @param sites flows presumed normal, one source a site, in order of time; asked twice
   */
  SequenceTraining(OfflineStages stages, Supplier<List<Iterator<FlowObserved>>> sites, long seed) {
    this.stages = stages;
    this.sites = sites;
    this.seed = seed;
  }

  /**
   * @param origin where the flows are from, for the card
   * @throws InterruptedException when asked to stop; the child process ends too
   */
  Bundle train(String origin, int epochs, Consumer<LstmEpoch> progress)
      throws InterruptedException {
    sample();
    Bundle model = fit(epochs, progress);
    return calibrated(model, origin);
  }

  /** Windows that were sampled. */
  int windows() {
    return taken;
  }

  private void sample() {
    var random = new SplittableRandom(seed);
    for (Iterator<FlowObserved> flows : sites.get()) {
      Map<String, SequenceMemory> hosts = new HashMap<>();
      run(stages.with(EnumSet.noneOf(DetectorName.class)), flows, (topic, event) -> {
        if (event instanceof HostActivityPart part
            && topic == Topic.HOST_ACTIVITY
            && !part.host().equals(HostActivityPart.OTHERS)) {
          take(hosts.computeIfAbsent(part.host(), _ -> new SequenceMemory()), part, random);
        }
      });
    }
  }

  /** Reservoir sampling (Vitter 1985, algorithm R). */
  private void take(SequenceMemory memory, HostActivityPart part, SplittableRandom random) {
    memory.add(HostSecond.of(part)); // one partition: a part is the whole
    if (!memory.isWhole() || memory.sinceJudged() < HostSequences.EVERY) {
      return;
    }
    memory.markJudged();
    long place = taken < WINDOWS ? taken++ : random.nextLong(seen + 1);
    seen++;
    if (place < WINDOWS) {
      memory.window(windows, (int) place * SIZE);
    }
  }

  private static void run(
      OfflineStages stages, Iterator<FlowObserved> flows, BiConsumer<Topic, Event> written) {
    var offline = new Offline(stages, 1, written);
    flows.forEachRemaining(offline::accept);
    offline.finish();
  }

  private Bundle fit(int epochs, Consumer<LstmEpoch> progress) throws InterruptedException {
    LstmSettings settings = LstmSettings.standard(
            HostSecondFeatures.SCHEMA, HostSecondFeatures.NAMES, seed)
        .withEpochs(epochs);
    try {
      Path folder = Files.createTempDirectory("fedics-train");
      Path input = folder.resolve("windows");
      Path output = folder.resolve("bundle");
      try {
        WindowsFile.write(input, windows, taken * SIZE);
        return new LstmTraining(TrainingJvm.likeThisOne()).run(settings, input, output, progress);
      } finally {
        Files.deleteIfExists(input);
        Files.deleteIfExists(output);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bundle calibrated(Bundle model, String origin) {
    Bundle unknown = QuantileTable.of(1, new double[] {0, 1}, new double[] {1, 1})
        .into(model.change())
        .build();
    OfflineStages alone =
        stages.with(EnumSet.of(DetectorName.LSTM)).judgedBy(new OneModel(unknown));
    var sketch = new ScoreSketch();
    for (Iterator<FlowObserved> flows : sites.get()) {
      run(alone, flows, (_, event) -> {
        if (event instanceof ScoresSketched scores) {
          sketch.merge(
              scores.bins().stream().mapToInt(Integer::intValue).toArray(),
              scores.counts().stream().mapToLong(Long::longValue).toArray());
        }
      });
    }
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
          error a host's window was repeated with.
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

  /** Nothing but the model being made. */
  private record OneModel(Bundle bundle) implements Models {
    @Override
    public Bundle shipped(String kind) {
      return bundle;
    }

    @Override
    public Optional<Bundle> find(String sha256) {
      return Optional.of(bundle).filter(it -> it.sha256().equals(sha256));
    }
  }
}
