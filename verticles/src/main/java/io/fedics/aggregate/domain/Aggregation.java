package io.fedics.aggregate.domain;

import io.fedics.aggregate.AggregateConfig;
import io.fedics.shared.event.ControlEvent;
import io.fedics.shared.event.DetectorSet;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.OpenSeconds;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.SiteClock;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flows of one partition in, host-seconds out. Not thread-safe.
 *
 * <p>An open second is kept by source and destination until ingest has passed it, because the cut needs every flow of
 * it; so memory follows the traffic of the few seconds ingest still waits for.
 */
public final class Aggregation implements Decision {
  private final int partition;
  private final DerivedSource self;
  private final TopHosts top;
  private final SiteClock clock = SiteClock.ofIngest();
  private final OpenSeconds<SecondActivity> open =
      new OpenSeconds<>("open", SecondActivity.class, SecondActivity::new);
  private long late;

  /**
   * @param partition of {@code network_data}
   */
  public Aggregation(AggregateConfig config, int partition) {
    this.partition = partition;
    this.self = new DerivedSource("aggregate", partition);
    this.top = new TopHosts(config);
  }

  @Override
  public boolean onEvent(Event event, Outputs out) {
    return switch (event) {
      case FlowObserved flow -> add(flow);
      case Progress progress -> passed(progress, out);
      case DetectorSet set ->
        forward(
            new DetectorSet(
                set.site(), controlSource(set), set.seq(), set.fromSecond(), set.detectors()),
            out);
      case ModelActivated model ->
        forward(
            new ModelActivated(
                model.site(),
                controlSource(model),
                model.seq(),
                model.fromSecond(),
                model.detector(),
                model.model(),
                model.onTrial(),
                model.activation()),
            out);
      default -> false;
    };
  }

  /** Flows that came behind their partition's progress: not in any window. */
  public long late() {
    return late;
  }

  private boolean add(FlowObserved flow) {
    String from = flow.srcIp();
    String to = flow.dstIp();
    if (from == null || to == null) {
      return false;
    }
    if (flow.second() <= clock.mark(flow.site())) {
      late++; // by log order, hence the same on every re-read
      return true;
    }
    open.at(flow.site(), flow.second()).add(from, to, flow);
    return true;
  }

  private boolean passed(Progress progress, Outputs out) {
    if (!clock.onProgress(progress)) {
      return true;
    }
    String site = progress.site();
    long mark = clock.mark(site);
    open.closeThrough(site, mark, (activity, second) -> close(site, second, activity, out));
    out.toAllPartitions(
        Topic.HOST_ACTIVITY,
        new Progress(
            site,
            self.of(site),
            DerivedSource.seq(mark, DerivedSource.LAST),
            "aggregate",
            partition,
            mark,
            0));
    return true;
  }

  private void close(String site, long second, SecondActivity activity, Outputs out) {
    int position = 0;
    for (var host : top.cut(site, activity).entrySet()) {
      position++;
      out.toHost(
          Topic.HOST_ACTIVITY,
          host.getKey(),
          part(site, second, position, host.getKey(), host.getValue()));
    }
  }

  private HostActivityPart part(String site, long second, int position, String host, HostSum sum) {
    boolean others = host.equals(HostActivityPart.OTHERS);
    RoleSum source = sum.asSource;
    RoleSum destination = sum.asDestination;
    return new HostActivityPart(
        EventId.of(site, second, host, partition, "aggregate"),
        site,
        Instant.ofEpochSecond(second),
        self.of(site),
        DerivedSource.seq(second, position),
        second,
        host,
        partition,
        source == null ? null : others ? source.ofOthers() : source.asSource(),
        destination == null ? null : destinationOf(destination, others),
        sum.icsReads,
        sum.icsWrites,
        sum.folded);
  }

  private static @Nullable RoleActivity destinationOf(RoleSum destination, boolean others) {
    return others ? destination.ofOthers() : destination.asDestination();
  }

  /** A source of its own for each writer: a change has no place in the order of seconds. */
  private String controlSource(ControlEvent event) {
    return self.of(event.site()) + '/' + event.source();
  }

  private static boolean forward(ControlEvent event, Outputs out) {
    out.toAllPartitions(Topic.HOST_ACTIVITY, event);
    return true;
  }

  @Override
  public boolean forget(String site, long lastSecond, Outputs out) {
    if (!clock.forgetAt(site, lastSecond)) {
      return false;
    }
    out.toAllPartitions(Topic.HOST_ACTIVITY, self.forgotten(site, lastSecond));
    return true;
  }

  @Override
  public boolean gathers() {
    return true;
  }

  @Override
  public List<KeyedState<?>> state() {
    return List.of(clock.state(), open.state());
  }
}
