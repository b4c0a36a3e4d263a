package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.FindingWriter;
import io.fedics.detect.domain.Findings;
import io.fedics.detect.domain.HostTable;
import io.fedics.detect.domain.OpenHosts;
import io.fedics.detect.domain.SiteTable;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostSecond;
import io.fedics.shared.event.Progress;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.OpenSeconds;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.SiteClock;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rules about host-seconds: reads one partition of {@code host_activity}, adds up the parts of all input partitions,
 * writes the same partition of {@code anomalies}. All memory is per host. Not thread-safe.
 */
public final class PhysicsHost implements Decision {
  public static final String STAGE = "physics-host";

  private final PhysicsSettings settings;
  private final Prefixes own;
  private final List<HostRule> rules;
  private final HostLearning learning;
  private final FindingWriter writer;
  private final RulesRef rulesRef;
  private final SiteClock clock;
  private final SiteTable sites;
  private final OpenSeconds<OpenHosts> open =
      new OpenSeconds<>("open", OpenHosts.class, OpenHosts::new);
  private final HostTable<HostMemory> hosts;

  /**
   * @param partition of {@code host_activity}
   * @param partitions of {@code network_data}: all must have passed a second
   */
  public PhysicsHost(int partition, int partitions, PhysicsSettings settings) {
    this.settings = settings;
    this.own = Prefixes.of(settings.site().ownPrefixes());
    double lookedAt = settings.hosts();
    this.rules = List.of(
        new Flood(settings.flood(), lookedAt),
        new SlowDos(settings.slowDos(), lookedAt),
        new Surge(settings.surge(), lookedAt),
        new ServerAsClient(settings.serverAsClient()));
    this.learning = new HostLearning(settings);
    this.writer =
        new FindingWriter(STAGE, partition, RulesRef.DETECTOR, settings.site().threshold());
    this.rulesRef = RulesRef.of(settings);
    this.clock = new SiteClock(
        IntStream.range(0, partitions).mapToObj(p -> "aggregate/" + p).toList());
    this.sites = new SiteTable(settings.site());
    this.hosts = new HostTable<>(
        new KeyedState<>("hosts", HostMemory.class),
        HostMemory::new,
        memory -> memory.last,
        settings.site());
  }

  @Override
  public boolean onEvent(Event event, Outputs out) {
    return switch (event) {
      case HostActivityPart part -> add(part);
      case Progress progress -> passed(progress, out);
      default -> false;
    };
  }

  private boolean add(HostActivityPart part) {
    if (part.host().equals(HostActivityPart.OTHERS) || part.second() <= clock.mark(part.site())) {
      return false;
    }
    open.at(part.site(), part.second()).add(part);
    return true;
  }

  private boolean passed(Progress progress, Outputs out) {
    sites.onProgress(progress, hosts::forget);
    if (!clock.onProgress(progress)) {
      return true;
    }
    String site = progress.site();
    long mark = clock.mark(site);
    open.closeThrough(site, mark, (activity, second) -> close(site, second, activity, out));
    writer.progress(site, mark, out);
    return true;
  }

  private void close(String site, long second, OpenHosts activity, Outputs out) {
    writer.begin(site, second);
    activity.forEach((host, it) -> judge(site, host, it, out));
    writer.end(0, out);
    hosts.trim(site);
  }

  private void judge(String site, String host, HostSecond activity, Outputs out) {
    HostMemory memory = hosts.at(site, host);
    long age = memory.first == 0 ? 0 : activity.second() - memory.first;
    var now =
        new HostNow(activity, memory, age >= settings.site().learningSeconds(), own.contains(host));
    var findings = new Findings(settings.written(), settings.site().threshold());
    for (HostRule rule : rules) {
      rule.judge(now, findings);
    }
    learning.learn(now, findings);
    writer.host(host, findings, rulesRef.after(age), out);
  }

  @Override
  public boolean forget(String site, long lastSecond, Outputs out) {
    if (!clock.forgetAt(site, lastSecond)) {
      return false;
    }
    sites.forget(site);
    hosts.forget(site);
    return true;
  }

  @Override
  public boolean gathers() {
    return true;
  }

  @Override
  public List<KeyedState<?>> state() {
    return List.of(clock.state(), sites.state(), open.state(), hosts.state());
  }
}
