package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Finding;
import io.fedics.detect.domain.Findings;
import io.fedics.detect.domain.SettingBounds;
import io.fedics.detect.domain.SourceFlow;
import io.fedics.detect.domain.WellKnown;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Guessing passwords: counts connections to one login service of one peer that were answered, but broken off or too
 * short and small for work, over 10 s to 1 h. At the site's own web servers, exchanges of like size count.
 *
 * <p>Score: negative binomial bound against {@link CountPrior} and the host's own rate of short logins, which is
 * learned in the site's first minutes and drifts by a capped amount a day.
 *
 * <p>Source: Hofstede, Hendriks, Sperotto, Pras 2014, "SSH compromise detection using NetFlow/IPFIX" (guessing shows as
 * many short flows of like size); Sperotto et al. 2009 (phases of an SSH attack).
 *
 * <p>Limits: many guesses inside one connection, or one guess from each of many hosts, are not seen; nor are guesses at
 * others' web servers. A new program that polls an own web server several times a minute looks the same.
 */
public final class BruteForce implements FlowRule {
  static final String NAME = "brute-force";

  /**
   * @param attempts short logins at one service of one peer
   * @param longestSeconds a longer session is work, above 0
   * @param mostBytes a session that moves more, either way, is work; above 0
   * @param services services counted at a time per source, 4 or more
   */
  public record Limits(CountPrior attempts, double longestSeconds, long mostBytes, int services) {
    public static final Limits DEFAULT = new Limits(new CountPrior(0.7, 3.3, 2), 15, 16_384, 32);

    public Limits {
      SettingBounds.requireAbove("brute-force-longest-seconds", longestSeconds, 0);
      SettingBounds.requireAtLeast("brute-force-most-bytes", mostBytes, 1);
      SettingBounds.requireAtLeast("brute-force-services", services, 4);
    }
  }

  /** Shares and mail answer many small requests, so theirs must be shorter and smaller to count. */
  private static final int BUSY = 8;

  private final Limits limits;
  private final double hosts;

  BruteForce(Limits limits, double hosts) {
    this.limits = limits;
    this.hosts = hosts;
  }

  @Override
  public void judge(SourceSecond now, Findings findings) {
    Map<String, SourceFlow> tried = new LinkedHashMap<>();
    for (SourceFlow flow : now.flows()) {
      if (exchange(now, flow)) {
        String service = flow.peer() + ' ' + flow.target();
        Logins logins = logins(now.memory().logins, service);
        if (attempt(flow, logins)) {
          logins.add(now.second());
          now.memory().attempts++;
          tried.put(service, flow);
        }
      }
    }
    tried.forEach((service, flow) -> judge(now, service, flow, findings));
  }

  private Logins logins(SequencedMap<String, Logins> services, String service) {
    Logins logins = services.remove(service);
    if (logins == null) {
      logins = new Logins();
    }
    services.put(service, logins);
    if (services.size() > limits.services()) {
      services.pollFirstEntry();
    }
    return logins;
  }

  /** A short exchange with a service that asks who you are; who said nothing was not asked for a password. */
  private boolean exchange(SourceSecond now, SourceFlow flow) {
    if (!flow.tcp() || flow.silent() || !small(flow, 1)) {
      return false;
    }
    return WellKnown.busyLogin(flow.dstPort(), flow.service())
        || WellKnown.login(flow.dstPort(), flow.service())
        || (WellKnown.web(flow.dstPort(), flow.service()) && now.own().contains(flow.peer()));
  }

  private boolean attempt(SourceFlow flow, Logins logins) {
    boolean like = logins.likeTheLast(flow);
    if (flow.state() == FlowState.RESET) {
      return true;
    }
    if (WellKnown.busyLogin(flow.dstPort(), flow.service())) {
      return small(flow, BUSY);
    }
    return WellKnown.login(flow.dstPort(), flow.service()) || (like && small(flow, 2));
  }

  private boolean small(SourceFlow flow, int divisor) {
    return flow.durationMicros() <= limits.longestSeconds() * 1e6 / divisor
        && flow.bytesOut() <= limits.mostBytes() / divisor
        && flow.bytesIn() <= limits.mostBytes() / divisor;
  }

  private void judge(SourceSecond now, String service, SourceFlow latest, Findings findings) {
    Logins logins = now.memory().logins.get(service);
    if (logins == null) {
      return;
    }
    CountTest test = CountTest.strongest(
        CountTest.FROM_TEN_SECONDS,
        horizon -> logins.over(horizon, now.second()),
        limits.attempts(),
        now.memory().loginRate.perSecond(),
        hosts);
    findings.judged(test.score(), () -> finding(test, service, latest));
  }

  private static Finding finding(CountTest test, String service, SourceFlow latest) {
    return new Finding(
        NAME,
        AttackLabel.BRUTE_FORCE,
        HostRole.SOURCE,
        service,
        test.score(),
        test.raw(),
        List.of(new Reason(
            "short-logins-" + test.horizon().wireName(), test.seen(), test.expected(), 1)),
        List.of(latest.peer()),
        1,
        SourceSecond.port(latest),
        Finding.textOrNull(latest.protocol()),
        latest.id());
  }
}
