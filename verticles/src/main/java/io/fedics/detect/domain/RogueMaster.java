package io.fedics.detect.domain;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import java.util.List;

/**
 * A new master writes registers: a source changes controllers it never changed before.
 *
 * <p>Score: 1 − p with p = q^k for k controllers first written within the hour, where q depends on what the source was
 * before. A <em>stranger</em>, who was no client of any controller when the site finished learning, has q {@code
 * stranger} (plants commission a new master once in years). A <em>client of other controllers</em> has q {@code
 * elsewhere}. A <em>client of this very controller</em> has q {@code reader}, and never alarms alone: operators write
 * from the stations that read.
 *
 * <p>Source: MITRE ATT&amp;CK for ICS T0855 / T1692.001 Unauthorized Command Message, T0848 Rogue Master; NIST SP 800-82r3
 * (masters are few and known).
 *
 * <p>Limits: needs records that tell writes from reads; a station taken over that reads the controller anyway is not
 * seen here; silent while a site learns.
 */
public final class RogueMaster implements FlowRule {
  static final String NAME = "rogue-master";
  private static final String GROUP = "written";

  /**
   * @param stranger chance a day of a new master, in (0, 1)
   * @param elsewhere chance that a master starts to write another controller, in (0, 1)
   * @param reader lowest p for a client of the same controller, in (0, 1)
   * @param remembered controllers kept per source, 16 or more
   */
  public record Limits(double stranger, double elsewhere, double reader, int remembered) {
    public static final Limits DEFAULT = new Limits(0.0005, 0.05, 0.01, 256);

    public Limits {
      PhysicsSettings.requireShare("rogue-master-stranger", stranger);
      PhysicsSettings.requireShare("rogue-master-elsewhere", elsewhere);
      PhysicsSettings.requireShare("rogue-master-reader", reader);
      PhysicsSettings.requireAtLeast("rogue-master-remembered", remembered, 16);
    }
  }

  private final Limits limits;

  RogueMaster(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void judge(SourceSecond now, Findings findings) {
    if (!now.siteLearned()) {
      return;
    }
    SourceFlow latest = null;
    boolean reads = true;
    for (SourceFlow flow : now.flows()) {
      if (flow.write() && !wroteBefore(now, flow.peer())) {
        now.memory().freshControllers.add(GROUP, flow.peer(), now.second(), limits.remembered());
        latest = flow;
        reads &= readBefore(now, flow.peer());
      }
    }
    Recent written = now.memory().freshControllers.get(GROUP);
    if (latest == null || written == null) {
      return;
    }
    int count = written.since(Horizon.HOUR.from(now.second()));
    double probability = probability(now, reads, count);
    double score = 1 - probability;
    SourceFlow newest = latest;
    findings.judged(score, () -> finding(score, probability, count, written, newest));
  }

  private double probability(SourceSecond now, boolean reads, int count) {
    long firstIcs = now.memory().firstIcs;
    if (firstIcs == 0 || firstIcs >= now.learnedAt()) {
      return Math.pow(limits.stranger(), count);
    }
    return reads
        ? Math.max(limits.reader(), Math.pow(0.5, count))
        : Math.pow(limits.elsewhere(), count);
  }

  private static boolean wroteBefore(SourceSecond now, String peer) {
    Peer known = now.memory().peer(peer);
    return known != null && known.firstWrite > 0 && before(now, known.firstWrite);
  }

  private static boolean readBefore(SourceSecond now, String peer) {
    Peer known = now.memory().peer(peer);
    return known != null && known.firstIcs > 0 && before(now, known.firstIcs);
  }

  /** While the site learned, or long ago and without suspicion since. */
  private static boolean before(SourceSecond now, long first) {
    return first < now.learnedAt() || now.second() - first >= 86_400;
  }

  private static Finding finding(
      double score, double probability, int count, Recent written, SourceFlow latest) {
    return new Finding(
        NAME,
        AttackLabel.UNAUTHORISED_COMMAND,
        HostRole.SOURCE,
        GROUP,
        score,
        Tail.raw(probability),
        List.of(new Reason("new-controllers-written-1h", count, probability, 1)),
        written.newest(Math.min(AnomalyDetected.MOST_PEERS, count)),
        count,
        SourceSecond.port(latest),
        Finding.textOrNull(latest.protocol()),
        latest.id());
  }
}
