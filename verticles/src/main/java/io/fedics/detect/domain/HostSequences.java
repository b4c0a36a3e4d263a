package io.fedics.detect.domain;

import io.fedics.detect.domain.Calibrations.Calibration;
import io.fedics.fl.model.Bundle;
import io.fedics.fl.model.LstmAutoencoder;
import io.fedics.fl.model.LstmScores;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.HostSecond;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.ScoresSketched;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.OpenSeconds;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.SiteClock;
import java.util.ArrayList;
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

  private static final int BLOCK = 64;
  private static final int MOST_REASONS = 6;

  private final LearnedSettings settings;
  private final ModelsInForce models;
  private final Calibrations calibrations;
  private final EpochScores scores;
  private final FindingWriter writer;
  private final SiteClock clock;
  private final SiteTable sites;
  private final OpenSeconds<OpenHosts> open =
      new OpenSeconds<>("open", OpenHosts.class, OpenHosts::new);
  private final KeyedState<Long> passed = new KeyedState<>("passed", Long.class);
  private final HostTable<SequenceMemory> hosts;
  private LstmAutoencoder model;
  private LstmScores room;
  private final float[] windows =
      new float[BLOCK * SequenceMemory.STEPS * HostSecondFeatures.COUNT];

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
    this.settings = settings;
    this.models = new ModelsInForce(LstmAutoencoder.KIND, models);
    this.calibrations = new Calibrations(STAGE, partitions, settings.enough());
    this.scores = new EpochScores(STAGE, partition);
    this.writer = new FindingWriter(STAGE, partition, STAGE, common.threshold());
    this.clock = new SiteClock(
        IntStream.range(0, partitions).mapToObj(p -> "aggregate/" + p).toList());
    this.sites = new SiteTable(common);
    this.hosts = new HostTable<>(
        new KeyedState<>("hosts", SequenceMemory.class),
        SequenceMemory::new,
        SequenceMemory::newest,
        common);
    this.model = LstmAutoencoder.from(models.shipped(LstmAutoencoder.KIND));
    this.room = model.scores(BLOCK);
  }

  @Override
  public boolean onEvent(Event event, Outputs out) {
    return switch (event) {
      case HostActivityPart part -> add(part);
      case Progress progress -> passed(progress, out);
      case ScoresSketched sketch -> learned(sketch, out);
      case ModelActivated change -> models.onActivated(change);
      default -> false;
    };
  }

  private boolean add(HostActivityPart part) {
    if (part.second() <= clock.mark(part.site())) {
      return false;
    }
    open.at(part.site(), part.second()).add(part);
    return true;
  }

  private boolean passed(Progress progress, Outputs out) {
    sites.onProgress(progress, this::forget);
    if (!clock.onProgress(progress)) {
      return true;
    }
    calibrations.onSite(progress.site(), clock.mark(progress.site()));
    advance(progress.site(), out);
    return true;
  }

  private boolean learned(ScoresSketched sketch, Outputs out) {
    if (!calibrations.onSketch(sketch)) {
      return false;
    }
    advance(sketch.site(), out);
    return true;
  }

  private void advance(String site, Outputs out) {
    long mark = clock.mark(site);
    long known = Math.min(mark, calibrations.knownThrough(site));
    open.closeThrough(site, known, (activity, second) -> close(site, second, activity, out));
    long through = Math.min(mark, open.first(site).orElse(Long.MAX_VALUE) - 1);
    Long before = passed.get(site);
    if (through == SiteClock.NEVER || (before != null && through <= before)) {
      return;
    }
    passed.put(site, through);
    scores.passed(site, through, out);
    models.passed(site, through);
    writer.progress(site, through, out);
  }

  private void close(String site, long second, OpenHosts activity, Outputs out) {
    Bundle bundle = models.at(site, second);
    if (!model.bundle().sha256().equals(bundle.sha256())) {
      model = LstmAutoencoder.from(bundle);
      room = model.scores(BLOCK);
    }
    Calibration calibration = calibrations.at(site, second, bundle);
    writer.begin(site, second);
    var shed = new long[1];
    List<Active> active = new ArrayList<>();
    activity.forEach((host, it) -> {
      if (host.equals(HostActivityPart.OTHERS)) {
        shed[0] += it.foldedHosts();
        return;
      }
      SequenceMemory memory = hosts.at(site, host);
      memory.add(it);
      if (!memory.isWhole()) {
        shed[0]++;
      } else {
        active.add(new Active(it, memory, memory.sinceJudged() >= EVERY));
      }
      if (active.size() == BLOCK) {
        shed[0] += judge(site, active, calibration, bundle, out);
        active.clear();
      }
    });
    shed[0] += judge(site, active, calibration, bundle, out);
    writer.end(shed[0], out);
    hosts.trim(site);
  }

  /** Returns how many hosts were not judged, because what is usual for them is not known yet. */
  private long judge(
      String site, List<Active> active, Calibration calibration, Bundle bundle, Outputs out) {
    int size = SequenceMemory.STEPS * HostSecondFeatures.COUNT;
    int count = 0;
    for (Active it : active) {
      if (it.due) {
        it.memory.window(windows, count++ * size);
        it.memory.markJudged();
      }
    }
    model.score(windows, count, room);
    double usual = bundle.number("held_out_error");
    int window = 0;
    long unknown = 0;
    for (Active it : active) {
      if (!it.memory.isKnown()) {
        unknown++;
        if (it.due) {
          it.memory.ratio(room.error(window++), usual);
        }
      } else if (it.due) {
        judge(site, it, window++, usual, calibration, bundle, out);
      } else {
        writer.scored(it.activity.host(), it.memory.lastScore(), 0, out);
      }
    }
    return unknown;
  }

  private void judge(
      String site,
      Active host,
      int window,
      double usual,
      Calibration calibration,
      Bundle bundle,
      Outputs out) {
    double raw = host.memory.ratio(room.error(window), usual);
    scores.add(site, host.activity.second(), bundle.sha256(), raw, out);
    double rarity = calibration.rarity(raw);
    host.memory.judgedAs(rarity);
    if (rarity >= settings.written()) {
      var by = new ModelRef(bundle.name(), bundle.version(), bundle.sha256(), calibration.rows());
      writer.finding(host.activity.host(), finding(host.activity, window, rarity, raw), by, out);
    }
    writer.scored(host.activity.host(), rarity, 1, out);
  }

  private Finding finding(HostSecond activity, int window, double rarity, double raw) {
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
        rarity,
        raw,
        reasons,
        peers(role),
        role == null ? 0 : role.peers().count(),
        null,
        null,
        null);
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
    record FeatureError(int feature, double error) {}
    double sum = 0;
    List<FeatureError> errors = new ArrayList<>();
    for (int f = 0; f < HostSecondFeatures.COUNT; f++) {
      errors.add(new FeatureError(f, room.featureError(window, f)));
    }
    errors.sort(Comparator.comparingDouble(FeatureError::error).reversed());
    errors.subList(MOST_REASONS, errors.size()).clear();
    for (FeatureError it : errors) {
      sum += it.error;
    }
    List<Reason> reasons = new ArrayList<>();
    for (FeatureError it : errors) {
      reasons.add(new Reason(
          HostSecondFeatures.NAMES.get(it.feature),
          HostSecondFeatures.count(room.seen(window, it.feature)),
          HostSecondFeatures.count(room.expected(window, it.feature)),
          sum == 0 ? 0 : it.error / sum));
    }
    return reasons;
  }

  @Override
  public Map<String, Learning> learning() {
    return calibrations.learning();
  }

  private void forget(String site) {
    hosts.forget(site);
    calibrations.forget(site);
    scores.forget(site);
    models.forget(site);
    passed.remove(site);
  }

  @Override
  public List<KeyedState<?>> state() {
    return List.of(
        clock.state(),
        sites.state(),
        open.state(),
        passed,
        hosts.state(),
        calibrations.state(),
        scores.state(),
        models.state());
  }
}
