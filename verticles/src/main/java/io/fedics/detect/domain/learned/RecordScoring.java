package io.fedics.detect.domain.learned;

import io.fedics.fl.model.record.RecordModel;
import io.fedics.fl.model.record.RecordRefusedException;
import io.fedics.fl.model.record.RecordScorer;
import io.fedics.fl.model.record.RecordTable;
import io.fedics.shared.codec.FlowFieldProbe;
import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowRouted.FlowVerdict;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.RecordOrigin;
import io.fedics.shared.event.RecordScored;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.SiteClock;
import io.fedics.shared.topic.Topic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges flows that bring a table's own columns, each at once and by itself, by the model in force of that table: reads one
 * partition of {@code network_data}, writes {@code predictions}. A record that cannot be judged is written with the reason.
 * One without addresses, which no other detector judges, is also passed on to {@code normal_traffic} or {@code anomaly_alerts}.
 * Not thread-safe.
 */
public final class RecordScoring implements Decision {
  public static final String STAGE = "records";
  private static final FlowFieldProbe FEATURES = new FlowFieldProbe("features");
  /** Models that were used; more would be those of many changes. */
  private static final int MOST_MODELS = 16;

  private final DerivedSource source;
  private final DerivedSource routes;
  private final SiteClock clock = SiteClock.ofIngest();
  private final Map<RecordTable, ModelsInForce> inForce = new EnumMap<>(RecordTable.class);
  private final OpenedModels<RecordScorer> scorers =
      new OpenedModels<>(MOST_MODELS, bundle -> RecordScorer.of(List.of(RecordModel.from(bundle))));

  /**
   * @param partition of {@code network_data}
   */
  public RecordScoring(int partition, Models models) {
    this.source = new DerivedSource(STAGE, partition);
    this.routes = new DerivedSource(STAGE + "-routes", partition);
    for (RecordTable table : RecordTable.values()) {
      inForce.put(
          table,
          new ModelsInForce(table.role(), RecordModel::from, "models-" + table.role(), models));
    }
  }

  @Override
  public boolean concerns(RecordBytes record) {
    return !FEATURES.isFlowWithout(record);
  }

  @Override
  public boolean onEvent(Event event, Outputs out) {
    return switch (event) {
      case FlowObserved flow -> onFlow(flow, out);
      case Progress progress -> onProgress(progress);
      case ModelActivated change -> onActivated(change);
      default -> false;
    };
  }

  /** A site of which no second is passed begins with it: its first record counts, and there are no scores to be mixed. */
  private boolean onActivated(ModelActivated change) {
    long from = clock.mark(change.site()) == SiteClock.NEVER
        ? Long.MIN_VALUE
        : ModelsInForce.firstSecond(change);
    return inForce.values().stream().anyMatch(models -> models.onActivated(change, from));
  }

  private boolean onProgress(Progress progress) {
    if (!clock.onProgress(progress)) {
      return false;
    }
    long through = clock.mark(progress.site());
    inForce.values().forEach(models -> models.passed(progress.site(), through));
    return true;
  }

  private boolean onFlow(FlowObserved flow, Outputs out) {
    Features features = flow.features();
    if (features == null) {
      return false;
    }
    RecordScored scored = judged(flow, features);
    out.toHost(Topic.PREDICTIONS, flow.keyHost(), scored);
    RecordScored.RecordVerdict verdict = scored.verdict();
    if (verdict != null && !flow.hasAddresses()) {
      passOn(flow, verdict, out);
    }
    return true;
  }

  private void passOn(FlowObserved flow, RecordScored.RecordVerdict verdict, Outputs out) {
    var routed = new FlowVerdict(
        STAGE,
        verdict.score(),
        verdict.score(),
        verdict.threshold(),
        verdict.alarm(),
        verdict.model());
    VerdictRoute.pass(flow, routed, routes.ofCause(flow.source()), flow.seq(), out);
  }

  private RecordScored judged(FlowObserved flow, Features features) {
    try {
      return scored(flow, features, scorer(flow, features).score(features).verdict(), null);
    } catch (RecordRefusedException e) {
      return scored(flow, features, null, String.valueOf(e.getMessage()));
    }
  }

  private RecordScorer scorer(FlowObserved flow, Features features) {
    RecordTable table = RecordTable.of(features.schema()).orElse(RecordTable.NSL_KDD_10);
    ModelsInForce models = inForce.get(table);
    if (models == null) {
      throw new IllegalStateException("no models of " + table);
    }
    return scorers.of(models.at(flow.site(), flow.second()));
  }

  private RecordScored scored(
      FlowObserved flow,
      Features features,
      RecordScored.@Nullable RecordVerdict verdict,
      @Nullable String failure) {
    return new RecordScored(
        EventId.of(flow.eventId(), STAGE),
        flow.site(),
        flow.observedAt(),
        source.ofCause(flow.source()),
        flow.seq(),
        RecordOrigin.LIVE,
        flow.eventId(),
        null,
        null,
        flow.srcIp(),
        flow.dstIp(),
        features.schema(),
        verdict,
        failure);
  }

  @Override
  public boolean forget(String site, long lastSecond, Outputs out) {
    if (!clock.forgetAt(site, lastSecond)) {
      return false;
    }
    inForce.values().forEach(models -> models.forget(site));
    return true;
  }

  @Override
  public List<KeyedState<?>> state() {
    List<KeyedState<?>> all = new ArrayList<>(List.of(clock.state()));
    inForce.values().forEach(models -> all.add(models.state()));
    return all;
  }
}
