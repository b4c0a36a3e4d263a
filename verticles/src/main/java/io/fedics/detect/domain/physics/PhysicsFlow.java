package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.FindingWriter;
import io.fedics.detect.domain.Findings;
import io.fedics.detect.domain.HostTable;
import io.fedics.detect.domain.Learning;
import io.fedics.detect.domain.Learns;
import io.fedics.detect.domain.SiteTable;
import io.fedics.detect.domain.SourceFlow;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SourceOpened;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.OpenSeconds;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.SiteClock;
import java.util.List;
import java.util.Map;

/**
 * The rules about flows: reads one partition of {@code network_data}, writes the same partition of {@code anomalies}.
 * All memory is per source host, and a host's flows are in one partition, so the number of partitions does not show.
 * Its reader does not {@link Decision#gathers gather}: scans and floods are on people's screens first by what it says.
 * Not thread-safe.
 */
public final class PhysicsFlow implements Decision, Learns {
  public static final String STAGE = "physics-flow";

  private final PhysicsSettings settings;
  private final Prefixes own;
  private final List<FlowRule> rules;
  private final SourceLearning learning;
  private final ExternalPeers externals;
  private final FindingWriter writer;
  private final RulesRef rulesRef;
  private final SiteClock clock = SiteClock.ofIngest();
  private final SiteTable sites;
  private final OpenSeconds<OpenFlows> open =
      new OpenSeconds<>("open", OpenFlows.class, OpenFlows::new);
  private final HostTable<SourceMemory> sources;
  private long late;

  /**
   * @param partition of {@code network_data}
   */
  public PhysicsFlow(int partition, PhysicsSettings settings) {
    this(partition, settings, new ExternalPeers(settings));
  }

  PhysicsFlow(int partition, PhysicsSettings settings, ExternalPeers externals) {
    this.settings = settings;
    this.own = Prefixes.of(settings.site().ownPrefixes());
    double hosts = settings.hosts();
    this.rules = List.of(
        new VerticalScan(settings.verticalScan(), hosts),
        new HorizontalScan(settings.horizontalScan(), hosts),
        new BruteForce(settings.bruteForce(), hosts),
        new LateralMovement(settings.lateralMovement(), hosts),
        new Beaconing(settings.beaconing(), hosts),
        new Exfiltration(settings.exfiltration(), hosts),
        new RogueMaster(settings.rogueMaster()),
        new ReservedPorts(settings.portRole()));
    this.learning = new SourceLearning(settings);
    this.externals = externals;
    this.writer =
        new FindingWriter(STAGE, partition, RulesRef.DETECTOR, settings.site().threshold());
    this.rulesRef = RulesRef.of(settings);
    this.sites = new SiteTable(settings.site());
    this.sources = new HostTable<>(
        new KeyedState<>("sources", SourceMemory.class),
        SourceMemory::new,
        memory -> memory.last,
        settings.site());
  }

  @Override
  public boolean onEvent(Event event, Outputs out) {
    return switch (event) {
      case FlowObserved flow -> add(flow);
      case SourceOpened opened -> {
        sites.onOpened(opened);
        yield true;
      }
      case Progress progress -> passed(progress, out);
      default -> false;
    };
  }

  @Override
  public Map<String, Learning> learning() {
    return sites.learning();
  }

  /** Flows that came behind their partition's progress: not judged. */
  public long late() {
    return late;
  }

  private boolean add(FlowObserved flow) {
    String source = flow.srcIp();
    String destination = flow.dstIp();
    if (source == null || destination == null) {
      return false;
    }
    if (flow.second() <= clock.mark(flow.site())) {
      late++; // by log order, hence the same on every re-read
      return true;
    }
    open.at(flow.site(), flow.second())
        .add(source, SourceFlow.of(flow, destination), settings.site().flowsPerHost());
    return true;
  }

  private boolean passed(Progress progress, Outputs out) {
    sites.onProgress(progress, sources::forget);
    if (!clock.onProgress(progress)) {
      return true;
    }
    String site = progress.site();
    long mark = clock.mark(site);
    open.closeThrough(site, mark, (flows, second) -> close(site, second, flows, out));
    writer.progress(site, mark, out);
    return true;
  }

  private void close(String site, long second, OpenFlows flows, Outputs out) {
    writer.begin(site, second);
    flows.forEach(
        settings.site().flowsPerHost(), (host, ofHost) -> judge(site, second, host, ofHost, out));
    writer.end(0, out);
    sources.trim(site);
  }

  private void judge(String site, long second, String host, List<SourceFlow> flows, Outputs out) {
    SourceMemory memory = sources.at(site, host);
    memory.wake(second);
    var now = new SourceSecond(host, second, flows, memory, sites.learnedAt(site), own);
    var findings = new Findings(settings.written(), settings.site().threshold());
    for (FlowRule rule : rules) {
      rule.judge(now, findings);
    }
    learning.learn(now, findings);
    // Once a minute of each host that has many, by its own state only, so that partitions do not
    // show.
    if (memory.swept == second && externals.areMany(memory)) {
      boundPeers(site, host);
    }
    writer.host(host, findings, rulesRef.after(second - memory.first), out);
  }

  private void boundPeers(String site, String host) {
    Map<String, SourceMemory> bucket = sources.neighbours(site, host);
    long oldest = externals.oldest(bucket.values());
    if (oldest == Long.MIN_VALUE) {
      return;
    }
    bucket.forEach((key, memory) -> {
      if (ExternalPeers.forget(memory, oldest)) {
        sources.state().touch(key);
      }
    });
  }

  @Override
  public boolean forget(String site, long lastSecond, Outputs out) {
    if (!clock.forgetAt(site, lastSecond)) {
      return false;
    }
    sites.forget(site);
    sources.forget(site);
    return true;
  }

  @Override
  public List<KeyedState<?>> state() {
    return List.of(clock.state(), sites.state(), open.state(), sources.state());
  }
}
