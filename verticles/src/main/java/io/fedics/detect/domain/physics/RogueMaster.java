package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Finding;
import io.fedics.detect.domain.Findings;
import io.fedics.detect.domain.SettingBounds;
import io.fedics.detect.domain.SourceFlow;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import java.util.List;

/**
 * A new master writes registers: a source changes controllers it never changed before, or changes them far more often
 * than anybody does by hand.
 *
 * <p>Score: the higher of two.
 *
 * <ol>
 *   <li>Who: 1 − q^k for k controllers first written within the hour. A <em>stranger</em>, who was no client of any
 *       controller when the site finished learning, has q {@code stranger}: plants commission a new master once in years.
 *       A client of other controllers has q {@code elsewhere}. A client of this very controller has no more than 1 −
 *       {@code reader}: operators write from the stations that read.
 *   <li>How often: negative binomial bound of the writes within 10 s to 1 h against {@link CountPrior} and the host's own
 *       rate of writes, corrected for {@code looks} a day. It also holds for a historian that only ever read.
 * </ol>
 *
 * <p>Source: MITRE ATT&amp;CK for ICS T0855 / T1692.001 Unauthorized Command Message, T0848 Rogue Master; NIST SP 800-82r3
 * (masters are few and known).
 *
 * <p>Limits: needs records that tell writes from reads; a few writes by a station that reads the controller anyway are
 * not seen; silent while a site learns, because controllers may write each other all the time.
 */
public final class RogueMaster implements FlowRule {
  static final String NAME = "rogue-master";
  private static final String NEW = "new";
  private static final String ALL = "all";

  /**
   * @param stranger chance a day of a new master, in (0, 1)
   * @param elsewhere chance that a master starts to write another controller, in (0, 1)
   * @param reader lowest p for a client of the same controller, in (0, 1)
   * @param writes of one source
   * @param looks how often a day somebody sits down to write, over all masters; at least 1
   * @param remembered controllers kept per source, 16 or more
   */
  public record Limits(
      double stranger,
      double elsewhere,
      double reader,
      CountPrior writes,
      double looks,
      int remembered) {
    public static final Limits DEFAULT =
        new Limits(0.0005, 0.05, 0.06, new CountPrior(3, 6, 2), 100, 256);

    public Limits {
      SettingBounds.requireShare("rogue-master-stranger", stranger);
      SettingBounds.requireShare("rogue-master-elsewhere", elsewhere);
      SettingBounds.requireShare("rogue-master-reader", reader);
      SettingBounds.requireAbove("rogue-master-looks", looks, 0.999);
      SettingBounds.requireAtLeast("rogue-master-remembered", remembered, 16);
    }
  }

  private final Limits limits;

  RogueMaster(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void judge(SourceSecond now, Findings findings) {
    SourceMemory memory = now.memory();
    SourceFlow latest = null;
    boolean newController = false;
    boolean reads = true;
    for (SourceFlow flow : now.flows()) {
      if (flow.write()) {
        latest = flow;
        memory.written.add(now.second(), 1);
        memory.writes++;
        memory.freshControllers.add(ALL, flow.peer(), now.second(), limits.remembered());
        if (now.siteLearned() && !wroteBefore(now, flow.peer())) {
          newController = true;
          reads &= readBefore(now, flow.peer());
          memory.freshControllers.add(NEW, flow.peer(), now.second(), limits.remembered());
        }
      }
    }
    if (latest == null || !now.siteLearned()) {
      return;
    }
    judgeCount(now, latest, findings);
    if (newController) {
      judgeNew(now, latest, reads, findings);
    }
  }

  private void judgeCount(SourceSecond now, SourceFlow latest, Findings findings) {
    SourceMemory memory = now.memory();
    Recent written = memory.freshControllers.get(ALL);
    if (written == null) {
      return;
    }
    CountTest test = CountTest.strongest(
        CountTest.FROM_TEN_SECONDS,
        horizon -> memory.written.over(horizon, now.second()),
        limits.writes(),
        memory.writeRate.steadyPerSecond(),
        _ -> limits.looks());
    findings.judged(
        test.score(),
        () -> finding(
            "writes",
            test.score(),
            test.raw(),
            new Reason("writes-" + test.horizon().wireName(), test.seen(), test.expected(), 1),
            written,
            Math.max(1, written.since(test.horizon().from(now.second()))),
            latest));
  }

  private void judgeNew(SourceSecond now, SourceFlow latest, boolean reads, Findings findings) {
    Recent written = now.memory().freshControllers.get(NEW);
    if (written == null) {
      return;
    }
    int count = written.since(Horizon.HOUR.from(now.second()));
    double probability = probability(now, reads, count);
    findings.judged(
        1 - probability,
        () -> finding(
            "master",
            1 - probability,
            Tail.raw(probability),
            new Reason("new-controllers-written-1h", count, probability, 1),
            written,
            count,
            latest));
  }

  private double probability(SourceSecond now, boolean reads, int count) {
    long firstIcs = now.memory().firstIcs;
    if (firstIcs == 0 || !before(now, firstIcs, 86_400)) {
      return Math.pow(limits.stranger(), count);
    }
    return reads
        ? Math.max(limits.reader(), Math.pow(0.5, count))
        : Math.pow(limits.elsewhere(), count);
  }

  private static boolean wroteBefore(SourceSecond now, String peer) {
    Peer known = now.memory().peer(peer);
    return known != null && known.firstWrite > 0 && before(now, known.firstWrite, 3_600);
  }

  private static boolean readBefore(SourceSecond now, String peer) {
    Peer known = now.memory().peer(peer);
    return known != null && known.firstIcs > 0 && before(now, known.firstIcs, 3_600);
  }

  /** While the site learned, or long ago and unblamed since. */
  private static boolean before(SourceSecond now, long first, long seconds) {
    return first < now.learnedAt() || now.second() - first >= seconds;
  }

  private static Finding finding(
      String subject,
      double score,
      double raw,
      Reason reason,
      Recent written,
      int controllers,
      SourceFlow latest) {
    return new Finding(
        NAME,
        AttackLabel.UNAUTHORISED_COMMAND,
        HostRole.SOURCE,
        subject,
        score,
        raw,
        List.of(reason),
        written.newest(Math.min(AnomalyDetected.MOST_PEERS, controllers)),
        controllers,
        SourceSecond.port(latest),
        Finding.textOrNull(latest.protocol()),
        latest.id());
  }
}
