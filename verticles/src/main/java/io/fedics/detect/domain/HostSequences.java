package io.fedics.detect.domain;

import io.fedics.detect.domain.Calibrations.Calibration;
import io.fedics.fl.model.Bundle;
import io.fedics.fl.model.BundleException;
import io.fedics.fl.model.LstmAutoencoder;
import io.fedics.fl.model.LstmScores;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AnomalyDetected.Change;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.HostSecond;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.OpenSeconds;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.SiteClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
  static final String RULE = "window";

  /** Seconds between two windows of a host. */
  public static final int EVERY = 5;

  /** Windows scored at once. */
  private static final int BLOCK = 128;

  /** Models kept open; sites may be judged by different ones. */
  private static final int MOST_MODELS = 8;

  private final PhysicsSettings common;
  private final LearnedSettings settings;
  private final LearnedSeconds<OpenHosts> seconds;
  private final HostTable<SequenceMemory> hosts;
  private final OpenedModels<AutoencoderInUse> opened =
      new OpenedModels<>(MOST_MODELS, bundle -> AutoencoderInUse.of(bundle, BLOCK));
  private AutoencoderInUse judging;
  private @Nullable AutoencoderInUse trying;
  private final float[] windows =
      new float[BLOCK * SequenceMemory.STEPS * HostSecondFeatures.COUNT];

  private final double[] raw = new double[BLOCK];
  private final double[] rawTried = new double[BLOCK];

  /** An active host, and whether it is its turn. */
  private record Active(HostSecond activity, SequenceMemory memory, boolean due) {}

  /**
   * A window that was judged.
   *
   * @param window its place in the room of {@link #judging}
   * @param usual error of all hosts
   * @param levels of the window
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Judged(Active host, int window, double usual, double[] levels, double raw) {}

  /**
   * @param partition of {@code host_activity}
   * @param partitions of {@code network_data}: all must have passed a second
   * @param common what all detectors share: own ranges, threshold, bounds
   */
  public HostSequences(
      int partition,
      int partitions,
      PhysicsSettings common,
      LearnedSettings settings,
      Models models) {
    this.common = common;
    this.settings = settings;
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
              new Judged(it, window, usual, levels, raw[judged++]), second.calibration(), by, out);
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

  private void judge(Judged it, Calibration calibration, ModelRef by, Outputs out) {
    double rarity = calibration.rarity(it.raw);
    it.host.memory.judgedAs(rarity);
    String host = it.host.activity.host();
    if (rarity >= settings.written()) {
      seconds.writer().finding(host, finding(it, calibration), by, out);
    }
    seconds.writer().scored(host, rarity, 1, out);
  }

  private Finding finding(Judged it, Calibration calibration) {
    List<Reason> reasons = reasons(it);
    HostSecond activity = it.host.activity;
    boolean incoming =
        !reasons.isEmpty() && HostSecondFeatures.isIncoming(reasons.getFirst().feature());
    RoleActivity role = incoming ? activity.asDestination() : activity.asSource();
    boolean destination = incoming;
    if (role == null) {
      role = incoming ? activity.asSource() : activity.asDestination();
      destination = !incoming;
    }
    return new Finding(
        RULE,
        AttackLabel.OTHER,
        destination ? HostRole.DESTINATION : HostRole.SOURCE,
        "",
        calibration.rarity(it.raw),
        it.raw,
        reasons,
        peers(role),
        role == null ? 0 : role.peers().count(),
        null,
        null,
        null,
        changes(it, calibration));
  }

  /** A feature that is changed goes as the model expects it to, on the host's own level. */
  private List<Change> changes(Judged it, Calibration calibration) {
    double threshold = calibration.scoreAt(common.threshold());
    if (!settings.counterfactual() || it.raw < threshold) {
      return List.of();
    }
    int size = SequenceMemory.STEPS * HostSecondFeatures.COUNT;
    float[] window = Arrays.copyOfRange(windows, it.window * size, (it.window + 1) * size);
    SequenceMemory memory = it.host.memory;
    return judging
        .model()
        .counterfactual(
            window,
            asUsual(judging.model().repeat(window), memory.usualLevels()),
            (changed, error) ->
                memory.deviation(error, it.usual, SequenceMemory.levels(changed, 0)),
            threshold)
        .map(found -> found.changes().stream()
            .map(change -> new Change(
                change.feature(),
                HostSecondFeatures.count(change.from()),
                HostSecondFeatures.count(change.to())))
            .toList())
        .orElse(List.of());
  }

  private static float[] asUsual(float[] repeated, UsualLevels levels) {
    double[] repeatedLevels = SequenceMemory.levels(repeated, 0);
    for (int i = 0; i < repeated.length; i++) {
      int f = i % HostSecondFeatures.COUNT;
      repeated[i] += (float) (levels.usual(f) - repeatedLevels[f]);
    }
    return repeated;
  }

  private static List<String> peers(@Nullable RoleActivity role) {
    return role == null
        ? List.of()
        : role.topPeers().stream()
            .map(RoleActivity.PeerActivity::peer)
            .limit(AnomalyDetected.MOST_PEERS)
            .toList();
  }

  /** What says most: levels that are not this host's, else the features that could be repeated worst. */
  private List<Reason> reasons(Judged it) {
    UsualLevels own = it.host.memory.usualLevels();
    LstmScores room = judging.room();
    boolean offLevel = it.host.memory.isOffLevel(room.error(it.window), it.usual, it.levels);
    List<Reason> reasons = new ArrayList<>();
    for (int f = 0; f < HostSecondFeatures.COUNT; f++) {
      double seen = offLevel ? it.levels[f] : room.seen(it.window, f);
      double expected = offLevel ? own.usual(f) : room.expected(it.window, f);
      reasons.add(new Reason(
          HostSecondFeatures.NAMES.get(f),
          HostSecondFeatures.count(seen),
          HostSecondFeatures.count(expected),
          offLevel ? own.shift(f, it.levels[f]) : room.featureError(it.window, f)));
    }
    reasons.sort(Comparator.comparingDouble(Reason::contribution).reversed());
    return Reasons.shares(reasons);
  }

  @Override
  public Map<String, Learning> learning() {
    return seconds.learning();
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
