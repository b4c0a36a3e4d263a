package io.fedics.detect.domain;

import io.fedics.detect.domain.Calibrations.Calibration;
import io.fedics.fl.model.Bundle;
import io.fedics.fl.model.BundleException;
import io.fedics.fl.model.IsolationForest;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.event.AnomalyDetected.Change;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Reason;
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
 * the same partition of {@code anomalies}; where a setting says so, passes judged flows on with their verdict. A second is
 * judged when it is complete and the meaning of its scores is known.
 * Not thread-safe.
 */
public final class FlowForest implements Decision, Learns {
  public static final String STAGE = "iforest";
  static final String RULE = "flow";

  /** Models kept open; sites may be judged by different ones. */
  private static final int MOST_MODELS = 8;

  private final PhysicsSettings common;
  private final LearnedSettings settings;
  private final Prefixes own;
  private final LearnedSeconds<OpenFlows> seconds;
  private final VerdictRoute route;
  private final OpenedModels<IsolationForest> opened =
      new OpenedModels<>(MOST_MODELS, IsolationForest::from);
  private IsolationForest forest;
  private double[] rows = new double[0];
  private double[] raw = new double[0];
  private double[] besideRaw = new double[0];

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
    this.seconds = new LearnedSeconds<>(
        STAGE,
        FlowForest::open,
        partition,
        partitions,
        SiteClock.ofIngest(),
        new OpenSeconds<>("open", OpenFlows.class, OpenFlows::new),
        common,
        settings,
        models,
        _ -> {});
    this.route = new VerdictRoute(STAGE, partition, common.threshold());
    this.forest = IsolationForest.from(models.shipped(IsolationForest.KIND));
  }

  /**
   * @throws BundleException when it is no forest of flows
   */
  public static IsolationForest open(Bundle bundle) {
    return IsolationForest.from(bundle.requireFeatures(FlowFeatures.NAMES));
  }

  @Override
  public boolean onEvent(Event event, Outputs out) {
    return event instanceof FlowObserved flow
        ? add(flow)
        : seconds.onEvent(event, this::judge, out);
  }

  private boolean add(FlowObserved flow) {
    String source = flow.srcIp();
    String destination = flow.dstIp();
    if (source == null || destination == null) {
      return false;
    }
    OpenFlows flows = seconds.collecting(flow.site(), flow.second());
    if (flows == null) {
      return false; // late by log order, hence the same on every re-read
    }
    flows.add(source, SourceFlow.of(flow, destination, settings.routes()), common.flowsPerHost());
    return true;
  }

  private void judge(LearnedSeconds.Second second, OpenFlows flows, Outputs out) {
    forest = opened.of(second.bundle());
    List<OfHost> hosts = new ArrayList<>();
    flows.forEach(common.flowsPerHost(), (host, of) -> hosts.add(new OfHost(host, of)));
    int count = score(hosts);
    seconds.learn(second, raw, count, out);
    learnBeside(second, count);
    ModelRef model = second.model();
    route.begin(second.second());
    int row = 0;
    for (OfHost host : hosts) {
      judge(host, row, second.calibration(), model, out);
      row += host.flows.size();
    }
    seconds.writer().end(0, out);
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

  /** Scores the same flows with the model that is tried. */
  private void learnBeside(LearnedSeconds.Second second, int count) {
    Bundle tried = second.beside();
    if (tried == null) {
      return;
    }
    if (besideRaw.length < count) {
      besideRaw = new double[raw.length];
    }
    opened.of(tried).score(rows, count, besideRaw);
    seconds.learnBeside(second, besideRaw, count, 0, 0);
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
    passOn(host, from, calibration, model, out);
    rare.sort((a, b) -> Double.compare(raw[from + b], raw[from + a])); // stable: else in flow order
    for (int i : rare.subList(0, Math.min(rare.size(), settings.findingsPerHost()))) {
      Finding finding = finding(host.flows.get(i), from + i, calibration);
      seconds.writer().finding(host.host, finding, model, out);
    }
    seconds.writer().scored(host.host, calibration.rarity(highest), host.flows.size(), out);
  }

  private void passOn(OfHost host, int from, Calibration calibration, ModelRef model, Outputs out) {
    for (int i = 0; i < host.flows.size(); i++) {
      FlowObserved whole = host.flows.get(i).whole();
      if (whole != null) {
        route.route(whole, raw[from + i], calibration, model, out);
      }
    }
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
        Reasons.shares(forest.reasons(values).stream()
            .map(it -> new Reason(it.feature(), it.value(), it.expected(), it.contribution()))
            .toList()),
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
    return seconds.learning();
  }

  @Override
  public List<KeyedState<?>> state() {
    return seconds.state();
  }
}
