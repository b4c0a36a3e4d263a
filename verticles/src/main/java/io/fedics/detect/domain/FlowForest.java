package io.fedics.detect.domain;

import io.fedics.detect.domain.Calibrations.Calibration;
import io.fedics.fl.model.Bundle;
import io.fedics.fl.model.IsolationForest;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.event.AnomalyDetected.Change;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.ScoresSketched;
import io.fedics.shared.event.SourceOpened;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.OpenSeconds;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.SiteClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Judges every flow with an isolation forest: reads one partition of {@code network_data} and of {@code learning}, writes
 * the same partition of {@code anomalies}. A second is judged when it is complete and the meaning of its scores is known.
 * Not thread-safe.
 */
public final class FlowForest implements Decision, Learns {
  public static final String STAGE = "iforest";
  static final String RULE = "flow";

  private final PhysicsSettings common;
  private final LearnedSettings settings;
  private final Prefixes own;
  private final ModelsInForce models;
  private final Calibrations calibrations;
  private final EpochScores scores;
  private final FindingWriter writer;
  private final SiteClock clock = SiteClock.ofIngest();
  private final SiteTable sites;
  private final OpenSeconds<OpenFlows> open =
      new OpenSeconds<>("open", OpenFlows.class, OpenFlows::new);
  private final KeyedState<Long> passed = new KeyedState<>("passed", Long.class);
  private IsolationForest forest;
  private double[] rows = new double[0];
  private double[] raw = new double[0];

  /** The flows of one host in the second that is being judged. */
  private record OfHost(String host, List<SourceFlow> flows) {}

  /**
   * @param partition of {@code network_data}
   * @param partitions how many there are, all of which tell their scores to this one
   * @param common what all detectors share: own ranges, threshold, bounds
   */
  public FlowForest(
      int partition,
      int partitions,
      PhysicsSettings common,
      LearnedSettings settings,
      Models models) {
    this.common = common;
    this.settings = settings;
    this.own = Prefixes.of(common.ownPrefixes());
    this.models = new ModelsInForce(IsolationForest.KIND, models);
    this.calibrations = new Calibrations(STAGE, partitions, settings.enough());
    this.scores = new EpochScores(STAGE, partition);
    this.writer = new FindingWriter(STAGE, partition, STAGE, common.threshold());
    this.sites = new SiteTable(common);
    this.forest = IsolationForest.from(models.shipped(IsolationForest.KIND));
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
      case ScoresSketched sketch -> learned(sketch, out);
      case ModelActivated change -> models.onActivated(change);
      default -> false;
    };
  }

  private boolean add(FlowObserved flow) {
    String source = flow.srcIp();
    String destination = flow.dstIp();
    if (source == null || destination == null || flow.second() <= clock.mark(flow.site())) {
      return false; // late by log order, hence the same on every re-read
    }
    open.at(flow.site(), flow.second())
        .add(source, SourceFlow.of(flow, destination), common.flowsPerHost());
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
    open.closeThrough(site, known, (flows, second) -> close(site, second, flows, out));
    long through = Math.min(mark, open.first(site).orElse(Long.MAX_VALUE) - 1);
    Long before = passed.get(site);
    if (before != null && through <= before) {
      return;
    }
    passed.put(site, through);
    scores.passed(site, through, out);
    models.passed(site, through);
    writer.progress(site, through, out);
  }

  private void close(String site, long second, OpenFlows flows, Outputs out) {
    Bundle bundle = models.at(site, second);
    if (!forest.bundle().sha256().equals(bundle.sha256())) {
      forest = IsolationForest.from(bundle);
    }
    List<OfHost> hosts = new ArrayList<>();
    flows.forEach(common.flowsPerHost(), (host, of) -> hosts.add(new OfHost(host, of)));
    int count = score(hosts);
    for (int i = 0; i < count; i++) {
      scores.add(site, second, bundle.sha256(), raw[i], out);
    }
    Calibration calibration = calibrations.at(site, second, bundle);
    var model = new ModelRef(bundle.name(), bundle.version(), bundle.sha256(), calibration.rows());
    writer.begin(site, second);
    int row = 0;
    for (OfHost host : hosts) {
      judge(host, row, calibration, model, out);
      row += host.flows.size();
    }
    writer.end(0, out);
  }

  /** Fills {@link #rows} and {@link #raw} with all flows in the order of hosts; returns how many. */
  private int score(List<OfHost> hosts) {
    int count = hosts.stream().mapToInt(host -> host.flows.size()).sum();
    if (raw.length < count) {
      int room = Math.max(count, 2 * raw.length);
      raw = new double[room];
      rows = new double[room * FlowFeatures.COUNT];
    }
    int at = 0;
    for (OfHost host : hosts) {
      boolean ownSource = own.contains(host.host);
      for (SourceFlow flow : host.flows) {
        FlowFeatures.write(
            flow, ownSource, own.contains(flow.peer()), rows, at * FlowFeatures.COUNT);
        at++;
      }
    }
    forest.score(rows, count, raw);
    return count;
  }

  private void judge(OfHost host, int from, Calibration calibration, ModelRef model, Outputs out) {
    double written = calibration.scoreAt(settings.written());
    double highest = 0;
    List<Integer> rare = new ArrayList<>();
    for (int i = 0; i < host.flows.size(); i++) {
      highest = Math.max(highest, raw[from + i]);
      if (raw[from + i] >= written) {
        rare.add(i);
      }
    }
    rare.sort((a, b) -> Double.compare(raw[from + b], raw[from + a])); // stable: else in flow order
    for (int i : rare.subList(0, Math.min(rare.size(), settings.findingsPerHost()))) {
      Finding finding = finding(host.flows.get(i), from + i, calibration);
      writer.finding(host.host, finding, model, out);
    }
    writer.scored(host.host, calibration.rarity(highest), host.flows.size(), out);
  }

  private Finding finding(SourceFlow flow, int row, Calibration calibration) {
    double[] values =
        Arrays.copyOfRange(rows, row * FlowFeatures.COUNT, (row + 1) * FlowFeatures.COUNT);
    return new Finding(
        RULE,
        AttackLabel.OTHER,
        HostRole.SOURCE,
        flow.id().toString(),
        calibration.rarity(raw[row]),
        raw[row],
        Reasons.of(forest.reasons(values)),
        List.of(flow.peer()),
        1,
        Finding.portOrNull(flow.dstPort()),
        Finding.textOrNull(flow.protocol()),
        flow.id(),
        changes(values, calibration, raw[row]));
  }

  private List<Change> changes(double[] values, Calibration calibration, double score) {
    double threshold = calibration.scoreAt(common.threshold());
    if (!settings.counterfactual() || score < threshold) {
      return List.of();
    }
    return forest
        .counterfactual(values, threshold)
        .map(it -> it.changes().stream()
            .map(change -> new Change(change.feature(), change.from(), change.to()))
            .toList())
        .orElse(List.of());
  }

  @Override
  public Map<String, Learning> learning() {
    return calibrations.learning();
  }

  private void forget(String site) {
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
        calibrations.state(),
        scores.state(),
        models.state());
  }
}
