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
 * counted as shed. The raw score is how many
 * times its usual error the host's window could be repeated with, so that a restless host is measured by itself. Not
 * thread-safe.
 */
public final class HostSequences implements Decision, Learns {
  public static final String STAGE = "lstm";
  static final String RULE = "window";

  /** Seconds between two windows of a host. */
  public static final int EVERY = 5;

  /** Windows scored at once. */
  private static final int BLOCK = 128;

  private final PhysicsSettings common;
  private final LearnedSettings settings;
  private final LearnedSeconds<OpenHosts> seconds;
  private final HostTable<SequenceMemory> hosts;
  private LstmAutoencoder model;
  private LstmScores room;
  private final float[] windows =
      new float[BLOCK * SequenceMemory.STEPS * HostSecondFeatures.COUNT];

  private final double[] raw = new double[BLOCK];

  /** An active host, and whether it is its turn. */
  private record Active(HostSecond activity, SequenceMemory memory, boolean due) {}

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
    this.model = LstmAutoencoder.from(models.shipped(LstmAutoencoder.KIND));
    this.room = model.scores(BLOCK);
  }

  /**
   * @throws BundleException when it is no autoencoder of host-seconds
   */
  public static LstmAutoencoder open(Bundle bundle) {
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
    if (!model.bundle().sha256().equals(second.bundle().sha256())) {
      model = LstmAutoencoder.from(second.bundle());
      room = model.scores(BLOCK);
    }
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
    model.score(windows, count, room);
    double usual = second.bundle().number("held_out_error");
    ModelRef by = second.model();
    int window = 0;
    int judged = 0;
    long unknown = 0;
    for (Active it : active) {
      if (!it.memory.isKnown()) {
        unknown++;
        if (it.due) {
          it.memory.ratio(room.error(window++), usual);
        }
      } else if (it.due) {
        raw[judged] = it.memory.ratio(room.error(window), usual);
        judge(it, window++, raw[judged++], second.calibration(), by, out);
      } else {
        seconds.writer().scored(it.activity.host(), it.memory.lastScore(), 0, out);
      }
    }
    seconds.learn(second, raw, judged, out);
    return unknown;
  }

  private void judge(
      Active host, int window, double ratio, Calibration calibration, ModelRef by, Outputs out) {
    double rarity = calibration.rarity(ratio);
    host.memory.judgedAs(rarity);
    if (rarity >= settings.written()) {
      seconds
          .writer()
          .finding(
              host.activity.host(), finding(host.activity, window, ratio, calibration), by, out);
    }
    seconds.writer().scored(host.activity.host(), rarity, 1, out);
  }

  private Finding finding(HostSecond activity, int window, double raw, Calibration calibration) {
    List<Reason> reasons = reasons(window);
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
        calibration.rarity(raw),
        raw,
        reasons,
        peers(role),
        role == null ? 0 : role.peers().count(),
        null,
        null,
        null,
        changes(window, raw, calibration));
  }

  /** The raw score is proportional to the error, so the error to come below is known. */
  private List<Change> changes(int window, double raw, Calibration calibration) {
    double threshold = calibration.scoreAt(common.threshold());
    if (!settings.counterfactual() || raw < threshold) {
      return List.of();
    }
    int size = SequenceMemory.STEPS * HostSecondFeatures.COUNT;
    return model
        .counterfactual(
            Arrays.copyOfRange(windows, window * size, (window + 1) * size),
            room.error(window) * threshold / raw)
        .map(it -> it.changes().stream()
            .map(change -> new Change(
                change.feature(),
                HostSecondFeatures.count(change.from()),
                HostSecondFeatures.count(change.to())))
            .toList())
        .orElse(List.of());
  }

  private static List<String> peers(@Nullable RoleActivity role) {
    return role == null
        ? List.of()
        : role.topPeers().stream()
            .map(RoleActivity.PeerActivity::peer)
            .limit(AnomalyDetected.MOST_PEERS)
            .toList();
  }

  /** The features that could be repeated worst; shares of their errors. */
  private List<Reason> reasons(int window) {
    List<Reason> reasons = new ArrayList<>();
    for (int f = 0; f < HostSecondFeatures.COUNT; f++) {
      reasons.add(new Reason(
          HostSecondFeatures.NAMES.get(f),
          HostSecondFeatures.count(room.seen(window, f)),
          HostSecondFeatures.count(room.expected(window, f)),
          room.featureError(window, f)));
    }
    reasons.sort(Comparator.comparingDouble(Reason::contribution).reversed());
    return Reasons.shares(reasons);
  }

  @Override
  public Map<String, Learning> learning() {
    return seconds.learning();
  }

  @Override
  public List<KeyedState<?>> state() {
    return seconds.state(hosts.state());
  }
}
