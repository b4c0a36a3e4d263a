package io.fedics.detect.domain.learned;

import io.fedics.detect.domain.Finding;
import io.fedics.detect.domain.learned.Calibrations.Calibration;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.lstm.LstmScores;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AnomalyDetected.Change;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.HostSecond;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.RoleActivity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Findings about windows of hosts: why one is strange, and with whom the host spoke. Not thread-safe. */
final class WindowFindings {
  static final String RULE = "window";

  private final float[] windows;
  private final double threshold;
  private final boolean counterfactual;

  /**
   * A window that was judged.
   *
   * @param window its place among the windows, and in the room of the model that judged it
   * @param usual error of all hosts
   * @param levels of the window
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Judged(
      HostSecond activity,
      SequenceMemory memory,
      int window,
      double usual,
      double[] levels,
      double raw) {}

  /**
   * @param windows those judged last, one after the other; read when a finding is asked for
   * @param threshold of the calibrated score, in [0, 1]
   * @param counterfactual whether it is said what would have had to be different
   */
  WindowFindings(float[] windows, double threshold, boolean counterfactual) {
    this.windows = windows;
    this.threshold = threshold;
    this.counterfactual = counterfactual;
  }

  /** What is said of it: the role and the peers are those of the feature that says most. */
  Finding of(Judged it, AutoencoderInUse judging, Calibration calibration) {
    List<Reason> reasons = reasons(it, judging.room());
    HostSecond activity = it.activity;
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
        changes(it, judging.model(), calibration.scoreAt(threshold)));
  }

  /** A feature that is changed goes as the model expects it to, on the host's own level. */
  private List<Change> changes(Judged it, LstmAutoencoder model, double rawThreshold) {
    if (!counterfactual || it.raw < rawThreshold) {
      return List.of();
    }
    int size = SequenceMemory.STEPS * HostSecondFeatures.COUNT;
    float[] window = Arrays.copyOfRange(windows, it.window * size, (it.window + 1) * size);
    SequenceMemory memory = it.memory;
    return model
        .counterfactual(
            window,
            asUsual(model.repeat(window), memory.usualLevels()),
            (changed, error) ->
                memory.deviation(error, it.usual, SequenceMemory.levels(changed, 0)),
            rawThreshold)
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
  private static List<Reason> reasons(Judged it, LstmScores room) {
    UsualLevels own = it.memory.usualLevels();
    boolean offLevel = it.memory.isOffLevel(room.error(it.window), it.usual, it.levels);
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
}
