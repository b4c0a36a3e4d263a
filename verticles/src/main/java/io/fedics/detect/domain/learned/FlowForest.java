package io.fedics.detect.domain.learned;

import io.fedics.detect.domain.Finding;
import io.fedics.detect.domain.Learning;
import io.fedics.detect.domain.Learns;
import io.fedics.detect.domain.SiteSettings;
import io.fedics.detect.domain.SourceFlow;
import io.fedics.detect.domain.learned.Calibrations.Calibration;
import io.fedics.detect.domain.learned.ForestSecond.Waiting;
import io.fedics.detect.domain.learned.LearnedSeconds.Second;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.event.AnomalyDetected.Change;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.OpenSeconds;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.SiteClock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges every flow with an isolation forest: reads one partition of {@code network_data} and of {@code learning}, writes
 * the same partition of {@code anomalies}; where a setting says so, passes judged flows on with their verdict. A flow is
 * judged when it comes, where the meaning of its score is known by then, else when its second is complete: the same
 * findings either way.
 * Not thread-safe.
 */
public final class FlowForest implements Decision, Learns {
  public static final String STAGE = "iforest";
  static final String RULE = "flow";

  /** Models kept open; sites may be judged by different ones. */
  private static final int MOST_MODELS = 8;

  private final SiteSettings common;
  private final LearnedSettings settings;
  private final Prefixes own;
  private final LearnedSeconds<ForestSecond> seconds;
  private final VerdictRoute route;
  private final OpenedModels<IsolationForest> opened =
      new OpenedModels<>(MOST_MODELS, IsolationForest::from);
  private final double[] row = new double[FlowFeatures.COUNT];
  private final double[] raw = new double[1];
  private final double[] besideRaw = new double[1];

  /**
   * @param partition of {@code network_data}
   * @param partitions how many there are, all of which tell their scores to this one
   * @param common what all detectors share: own ranges, threshold, bounds
   */
  public FlowForest(
      int partition, int partitions, SiteSettings common, LearnedSettings settings, Models models) {
    this.common = common;
    this.settings = settings;
    this.own = Prefixes.of(common.ownPrefixes());
    this.seconds = new LearnedSeconds<>(
        STAGE,
        FlowForest::open,
        partition,
        partitions,
        SiteClock.ofIngest(),
        new OpenSeconds<>("seconds", ForestSecond.class, ForestSecond::new),
        common,
        settings,
        models,
        _ -> {});
    this.route = new VerdictRoute(STAGE, partition, common.threshold());
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
        ? add(flow, out)
        : seconds.onEvent(event, this::close, out);
  }

  private boolean add(FlowObserved flow, Outputs out) {
    String source = flow.srcIp();
    String destination = flow.dstIp();
    if (source == null || destination == null) {
      return false;
    }
    ForestSecond collected = seconds.collecting(flow.site(), flow.second());
    if (collected == null) {
      return false; // late by log order, hence the same on every re-read
    }
    ForestSecond.OfHost host = collected.host(source);
    if (!host.takesFlow(common.flowsPerHost())) {
      return true;
    }
    Second known = collected.isWaiting() ? null : seconds.early(flow.site(), flow.second());
    SourceFlow read = SourceFlow.of(flow, destination, settings.routes());
    if (known == null) {
      collected.await(source, read);
    } else {
      judge(known, new Waiting(source, read), host, flow, out);
    }
    return true;
  }

  private void close(Second second, ForestSecond collected, Outputs out) {
    route.begin(second.second());
    for (Waiting flow : collected.waiting()) {
      judge(second, flow, collected.host(flow.host()), null, out);
    }
    collected.hosts().forEach((address, host) -> {
      SourceFlow rarest = host.rarestLeft();
      if (rarest != null) {
        Finding finding = finding(score(second, address, rarest), rarest, second.calibration());
        seconds.writer().finding(address, finding, second.model(), out);
      }
      seconds.writer().scored(address, host.highest(), host.flows(), out);
    });
    seconds.writer().end(0, out);
  }

  /** Fills {@link #row} and {@link #raw} by a flow; returns the forest that scored it. */
  private IsolationForest score(Second second, String host, SourceFlow flow) {
    FlowFeatures.write(flow, own.contains(host), own.contains(flow.peer()), row, 0);
    IsolationForest forest = opened.of(second.bundle());
    raw[0] = forest.score(row);
    return forest;
  }

  /**
   * @param asItCame the flow whose second is not complete; null for one that waited
   */
  private void judge(
      Second second,
      Waiting waiting,
      ForestSecond.OfHost host,
      @Nullable FlowObserved asItCame,
      Outputs out) {
    SourceFlow flow = waiting.flow();
    Calibration calibration = second.calibration();
    IsolationForest forest = score(second, waiting.host(), flow);
    seconds.learn(second, raw, 1, out);
    learnBeside(second);
    double rarity = calibration.rarity(raw[0]);
    host.judged(rarity);
    FlowObserved whole = flow.whole();
    if (whole != null) {
      route.route(whole, raw[0], calibration, second.model(), asItCame != null, out);
    }
    if (raw[0] < calibration.scoreAt(settings.written())
        || !host.takesFinding(
            flow, raw[0], rarity >= common.threshold(), settings.findingsPerHost())) {
      return;
    }
    Finding finding = finding(forest, flow, calibration);
    if (asItCame == null) {
      seconds.writer().finding(waiting.host(), finding, second.model(), out);
    } else {
      seconds.writer().early(asItCame, waiting.host(), finding, second.model(), out);
    }
  }

  /** Scores the same flow with the model that is tried. */
  private void learnBeside(Second second) {
    Bundle tried = second.beside();
    if (tried != null) {
      besideRaw[0] = opened.of(tried).score(row);
      seconds.learnBeside(second, besideRaw, 1, 0, 0);
    }
  }

  private Finding finding(IsolationForest forest, SourceFlow flow, Calibration calibration) {
    return new Finding(
        RULE,
        AttackLabel.OTHER,
        HostRole.SOURCE,
        flow.id().toString(),
        calibration.rarity(raw[0]),
        raw[0],
        Reasons.shares(forest.reasons(row).stream()
            .map(it -> new Reason(it.feature(), it.value(), it.expected(), it.contribution()))
            .toList()),
        List.of(flow.peer()),
        1,
        Finding.portOrNull(flow.dstPort()),
        Finding.textOrNull(flow.protocol()),
        flow.id(),
        changes(forest, calibration));
  }

  private List<Change> changes(IsolationForest forest, Calibration calibration) {
    double threshold = calibration.scoreAt(common.threshold());
    if (!settings.counterfactual() || raw[0] < threshold) {
      return List.of();
    }
    return forest
        .counterfactual(row, threshold)
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
  public boolean forget(String site, long lastSecond, Outputs out) {
    return seconds.forget(site, lastSecond);
  }

  @Override
  public List<KeyedState<?>> state() {
    return seconds.state();
  }
}
