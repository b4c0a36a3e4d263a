package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Finding;
import io.fedics.detect.domain.Findings;
import io.fedics.detect.domain.SettingBounds;
import io.fedics.detect.domain.SourceFlow;
import io.fedics.detect.domain.WellKnown;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A host calls a new external peer at a regular period with little data. New is a peer whose first call came after the
 * host had been awake and watched for several such periods: had it called before, it would have been seen. So telemetry
 * that begins with the capture, or when a station is switched on, is none; nor is NTP.
 *
 * <p>Score: if calls were independent of each other (a Poisson process), an interval lies within ±t of the median with
 * probability {@code q(t) = 2^−(1−t) − 2^−(1+t)}. The bound is Hoeffding's, of as many intervals as do so or more, at the
 * best of the tolerances, times their number, times the chance that this host meets a new external peer in an hour.
 *
 * <p>Source: the measures of RITA (Active Countermeasures: dispersion about the median, data size); Hoeffding 1963.
 *
 * <p>Limits: needs about {@code calls} calls; periods over about an hour, jitter beyond ±50 % and calls hidden in a
 * known peer's traffic are not seen. An application that polls a server first used after learning looks the same.
 */
public final class Beaconing implements FlowRule {
  static final String NAME = "beaconing";
  private static final double[] TOLERANCES = {0.05, 0.1, 0.2, 0.35, 0.5};

  /**
   * @param calls fewest intervals looked at, 4 to 32
   * @param shortestSeconds shortest period, above 0
   * @param mostBytes a call that moves more on average is work; at least 1
   * @param watchedPeriods how many periods the host was watched before the first call, at least 1
   * @param services services watched at a time per source, 4 or more
   */
  public record Limits(
      int calls, double shortestSeconds, long mostBytes, double watchedPeriods, int services) {
    public static final Limits DEFAULT = new Limits(7, 4, 65_536, 3, 32);

    public Limits {
      SettingBounds.requireAtLeast("beaconing-calls", calls, 4);
      SettingBounds.requireAbove("beaconing-shortest-seconds", shortestSeconds, 0);
      SettingBounds.requireAtLeast("beaconing-most-bytes", mostBytes, 1);
      SettingBounds.requireAbove("beaconing-watched-periods", watchedPeriods, 0.999);
      SettingBounds.requireAtLeast("beaconing-services", services, 4);
    }
  }

  private static final int REMEMBERED = 33;

  /** The strangest tolerance of a set of intervals. */
  private record Regularity(double tolerance, int within, double probability) {}

  private final Limits limits;
  private final double hosts;

  Beaconing(Limits limits, double hosts) {
    this.limits = limits;
    this.hosts = hosts;
  }

  @Override
  public void judge(SourceSecond now, Findings findings) {
    Map<String, SourceFlow> called = new LinkedHashMap<>();
    for (SourceFlow flow : now.flows()) {
      String service = flow.peer() + ' ' + flow.target();
      if (callable(now, flow) && watched(now, flow.peer(), service)) {
        Beat beat = beat(now, service);
        if (!beat.goesOn(flow)) {
          long moved = Math.max(0, flow.bytesOut()) + Math.max(0, flow.bytesIn());
          beat.add(flow.startMicros() / 1_000, moved, REMEMBERED);
          called.put(service, flow);
        }
      }
    }
    called.forEach((service, flow) -> judge(now, service, flow, findings));
  }

  private static boolean callable(SourceSecond now, SourceFlow flow) {
    return !flow.icmp() && !WellKnown.time(flow.dstPort()) && !flow.reply() && now.external(flow);
  }

  /** Watched from its first call on; who answered before is known. */
  private static boolean watched(SourceSecond now, String peer, String service) {
    return now.memory().beats.containsKey(service) || now.memory().peer(peer) == null;
  }

  private Beat beat(SourceSecond now, String service) {
    SequencedMap<String, Beat> beats = now.memory().beats;
    Beat beat = beats.remove(service);
    if (beat == null) {
      beat = new Beat(now.second() - now.memory().awakeSince);
    }
    beats.put(service, beat);
    if (beats.size() > limits.services()) {
      beats.pollFirstEntry();
    }
    return beat;
  }

  private void judge(SourceSecond now, String service, SourceFlow latest, Findings findings) {
    Beat beat = now.memory().beats.get(service);
    if (beat == null || beat.bytesPerCall() > limits.mostBytes()) {
      return;
    }
    long[] intervals = beat.intervals();
    double median = intervals.length == 0 ? 0 : intervals[intervals.length / 2];
    if (intervals.length < limits.calls()
        || median < limits.shortestSeconds() * 1_000
        || beat.watchedSeconds() * 1_000 < limits.watchedPeriods() * median) {
      return;
    }
    Regularity regularity = regularity(intervals, median);
    double novelty = now.memory().externalNovelty();
    double probability = regularity.probability * novelty;
    double score = Tail.score(probability, Horizon.HOUR.tests(hosts));
    findings.judged(
        score,
        () -> finding(
            score, probability, novelty, regularity, median, intervals.length, service, latest));
  }

  private static Regularity regularity(long[] intervals, double median) {
    Regularity best = new Regularity(0, 0, 1);
    for (double tolerance : TOLERANCES) {
      int within = 0;
      for (long interval : intervals) {
        within += Math.abs(interval - median) <= tolerance * median ? 1 : 0;
      }
      // The median's own interval is within by definition, so it is no evidence.
      double chance = Math.pow(2, -(1 - tolerance)) - Math.pow(2, -(1 + tolerance));
      double probability =
          Math.min(1, TOLERANCES.length * Tail.binomial(within - 1, intervals.length - 1, chance));
      if (probability < best.probability) {
        best = new Regularity(tolerance, within, probability);
      }
    }
    return best;
  }

  private static Finding finding(
      double score,
      double probability,
      double novelty,
      Regularity regularity,
      double medianMillis,
      int intervals,
      String service,
      SourceFlow latest) {
    double raw = Tail.raw(probability);
    double newShare = raw > 0 ? Math.min(1, Tail.raw(novelty) / raw) : 0;
    double chance =
        Math.pow(2, -(1 - regularity.tolerance)) - Math.pow(2, -(1 + regularity.tolerance));
    return new Finding(
        NAME,
        AttackLabel.COMMAND_AND_CONTROL,
        HostRole.SOURCE,
        service,
        score,
        raw,
        List.of(
            new Reason(
                "regular-calls", regularity.within + 1, intervals * chance + 1, 1 - newShare),
            new Reason("new-external-peers-1h", 1, novelty, newShare),
            new Reason("period-seconds", medianMillis / 1_000, 0, 0)),
        List.of(latest.peer()),
        1,
        SourceSecond.port(latest),
        Finding.textOrNull(latest.protocol()),
        latest.id());
  }
}
