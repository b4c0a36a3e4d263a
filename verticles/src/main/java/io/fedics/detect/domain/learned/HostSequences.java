package io.fedics.detect.domain.learned;

import io.fedics.detect.domain.HostTable;
import io.fedics.detect.domain.Learning;
import io.fedics.detect.domain.Learns;
import io.fedics.detect.domain.OpenHosts;
import io.fedics.detect.domain.SiteSettings;
import io.fedics.detect.domain.learned.Calibrations.Calibration;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.lstm.LstmScores;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostSecond;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.OpenSeconds;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.SiteClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges the last minute of every host with an LSTM autoencoder: reads one partition of {@code host_activity} and of {@code
 * learning}, writes the same partition of {@code anomalies}. A host is judged when it is active, at most every {@value
 * #EVERY} seconds, once three minutes of it were seen: one to fill a window, two to know its usual error; what is not judged is
 * counted as shed. The raw score is {@link
 * SequenceMemory#deviation}: a host is measured by itself, so that a restless one is not always strange. Not thread-safe.
 */
public final class HostSequences implements Decision, Learns {
  public static final String STAGE = "lstm";

  /** Seconds between two windows of a host. */
  public static final int EVERY = 5;

  /** Windows scored at once. */
  private static final int BLOCK = 128;

  /** Models kept open; sites may be judged by different ones. */
  private static final int MOST_MODELS = 8;

  private final LearnedSettings settings;
  private final LearnedSeconds<OpenHosts> seconds;
  private final HostTable<SequenceMemory> hosts;
  private final OpenedModels<AutoencoderInUse> opened =
      new OpenedModels<>(MOST_MODELS, bundle -> AutoencoderInUse.of(bundle, BLOCK));
  private AutoencoderInUse judging;
  private @Nullable AutoencoderInUse trying;
  private final float[] windows =
      new float[BLOCK * SequenceMemory.STEPS * HostSecondFeatures.COUNT];

  private final WindowFindings findings;
  private final double[] raw = new double[BLOCK];
  private final double[] rawTried = new double[BLOCK];

  /** An active host, and whether it is its turn. */
  private record Active(HostSecond activity, SequenceMemory memory, boolean due) {}

  /**
   * @param partition of {@code host_activity}
   * @param partitions of {@code network_data}: all must have passed a second
   * @param common what all detectors share: own ranges, threshold, bounds
   */
  public HostSequences(
      int partition, int partitions, SiteSettings common, LearnedSettings settings, Models models) {
    this.settings = settings;
    this.findings = new WindowFindings(windows, common.threshold(), settings.counterfactual());
    this.hosts = new HostTable<>(
        new KeyedState<>("hosts", SequenceMemory.class),
        SequenceMemory::new,
        SequenceMemory::newest,
        common);
    this.seconds = new LearnedSeconds<>(
        STAGE,
        HostSequences::open,
        partition,
        partitions,
        new SiteClock(
            IntStream.range(0, partitions).mapToObj(p -> "aggregate/" + p).toList()),
        new OpenSeconds<>("open", OpenHosts.class, OpenHosts::new),
        common,
        settings,
        models,
        hosts::forget);
    this.judging = opened.of(models.shipped(LstmAutoencoder.KIND));
  }

  /**
   * @throws BundleException when it is no autoencoder of host-seconds
   */
  public static LstmAutoencoder open(Bundle bundle) {
    bundle.number("held_out_error");
    return LstmAutoencoder.from(bundle.requireFeatures(HostSecondFeatures.NAMES));
  }

  @Override
  public boolean onEvent(Event event, Outputs out) {
    return event instanceof HostActivityPart part
        ? add(part)
        : seconds.onEvent(event, this::judge, out);
  }

  private boolean add(HostActivityPart part) {
    OpenHosts activity = seconds.collecting(part.site(), part.second());
    if (activity == null) {
      return false;
    }
    activity.add(part);
    return true;
  }

  private void judge(LearnedSeconds.Second second, OpenHosts activity, Outputs out) {
    judging = opened.of(second.bundle());
    Bundle tried = second.beside();
    trying = tried == null ? null : opened.of(tried);
    var shed = new long[1];
    var due = new int[1];
    List<Active> active = new ArrayList<>();
    activity.forEach((host, it) -> {
      if (host.equals(HostActivityPart.OTHERS)) {
        shed[0] += it.foldedHosts();
        return;
      }
      SequenceMemory memory = hosts.at(second.site(), host);
      memory.add(it);
      if (!memory.isWhole()) {
        shed[0]++;
      } else {
        boolean turn = memory.sinceJudged() >= EVERY;
        active.add(new Active(it, memory, turn));
        due[0] += turn ? 1 : 0;
      }
      if (due[0] == BLOCK) {
        shed[0] += judge(second, active, out);
        active.clear();
        due[0] = 0;
      }
    });
    shed[0] += judge(second, active, out);
    seconds.writer().end(shed[0], out);
    hosts.trim(second.site());
  }

  /** Returns how many hosts were not judged, because what is usual for them is not known yet. */
  private long judge(LearnedSeconds.Second second, List<Active> active, Outputs out) {
    int size = SequenceMemory.STEPS * HostSecondFeatures.COUNT;
    int count = 0;
    for (Active it : active) {
      if (it.due) {
        it.memory.window(windows, count++ * size);
        it.memory.markJudged();
      }
    }
    LstmScores room = judging.room();
    judging.model().score(windows, count, room);
    AutoencoderInUse other = trying;
    if (other != null) {
      other.model().score(windows, count, other.room());
    }
    var beside = new Beside();
    double usual = judging.usual();
    ModelRef by = second.model();
    int window = 0;
    int judged = 0;
    long unknown = 0;
    for (Active it : active) {
      if (!it.memory.isKnown()) {
        unknown++;
      } else if (!it.due) {
        seconds.writer().scored(it.activity.host(), it.memory.lastScore(), 0, out);
      }
      if (it.due) {
        double error = room.error(window);
        double[] levels = SequenceMemory.levels(windows, window * size);
        it.memory.modelsAre(judging.sha256(), other == null ? "" : other.sha256());
        if (other != null) {
          beside.add(it.memory, other, window, levels, error);
        }
        if (it.memory.isKnown()) {
          raw[judged] = it.memory.deviation(error, usual, levels);
          judge(
              new WindowFindings.Judged(
                  it.activity, it.memory, window, usual, levels, raw[judged++]),
              second.calibration(),
              by,
              out);
        }
        it.memory.learn(error, usual, levels);
        window++;
      }
    }
    seconds.learn(second, raw, judged, out);
    seconds.learnBeside(
        second, rawTried, beside.count, beside.errorMicros, beside.errorMicrosInForce);
    return unknown;
  }

  /** What the model that is tried makes of a block of windows. */
  private final class Beside {
    private int count;
    private long errorMicros;
    private long errorMicrosInForce;

    void add(
        SequenceMemory memory,
        AutoencoderInUse other,
        int window,
        double[] levels,
        double errorInForce) {
      UsualError usualError = memory.ofTried();
      if (usualError == null) {
        return;
      }
      double error = other.room().error(window);
      if (usualError.isKnown() && memory.isKnown()) {
        rawTried[count++] = memory.deviation(usualError, error, other.usual(), levels);
        errorMicros += Math.round(error * 1e6);
        errorMicrosInForce += Math.round(errorInForce * 1e6);
      }
      usualError.learn(error, other.usual());
    }
  }

  private void judge(WindowFindings.Judged it, Calibration calibration, ModelRef by, Outputs out) {
    double rarity = calibration.rarity(it.raw());
    it.memory().judgedAs(rarity);
    String host = it.activity().host();
    if (rarity >= settings.written()) {
      seconds.writer().finding(host, findings.of(it, judging, calibration), by, out);
    }
    seconds.writer().scored(host, rarity, 1, out);
  }

  @Override
  public Map<String, Learning> learning() {
    return seconds.learning();
  }

  @Override
  public boolean forget(String site, long lastSecond, Outputs out) {
    return seconds.forget(site, lastSecond);
  }

  @Override
  public boolean gathers() {
    return true;
  }

  @Override
  public List<KeyedState<?>> state() {
    return seconds.state(hosts.state());
  }
}
