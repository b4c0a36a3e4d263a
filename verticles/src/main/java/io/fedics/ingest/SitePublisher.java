package io.fedics.ingest;

import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.Sighting;
import io.fedics.shared.event.SiteForgotten;
import io.fedics.shared.event.SourceGone;
import io.fedics.shared.event.SourceOpened;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.EventWriter;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Partitioner;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one site's flows, and how far the site is complete. Not thread-safe: one call at a time. */
final class SitePublisher {
  private static final DerivedSource INGEST = new DerivedSource("ingest", 0);
  private static final int OPENED = 0;

  private final Context context;
  private final SiteStore sites;
  private final EventWriter writer;
  private final Partitioner partitioner;
  private final SiteOrigin origin;
  private final SiteClaim claim;
  private final SiteModels models;
  private long mark;
  private long first = Long.MAX_VALUE;
  private boolean isSaid;
  private boolean isForgotten;
  private final Set<String> openSources = new LinkedHashSet<>();

  SitePublisher(
      Context context,
      SiteStore sites,
      EventWriter writer,
      Partitioner partitioner,
      SiteOrigin origin,
      SiteClaim claim,
      ActiveModels models) {
    this.context = context;
    this.sites = sites;
    this.writer = writer;
    this.partitioner = partitioner;
    this.origin = origin;
    this.claim = claim;
    boolean isNew = claim.mark().isEmpty() || claim.forgotten();
    this.models = new SiteModels(claim.site(), INGEST.partition(), isNew, models);
    this.mark = claim.mark().orElse(Long.MIN_VALUE);
    this.isSaid = claim.mark().isEmpty();
    this.isForgotten = claim.forgotten();
  }

  /** Newest epoch second that was passed. */
  long mark() {
    return mark;
  }

  /**
   * Publishes flows in order, awaits their acknowledgements, and passes every second up to {@code through}.
   *
   * @param flows of this site; of a file in order of {@code observed_at}, none behind the mark. What other programs send
   *     may be behind it: then it is late
   * @param through epoch second; below the mark nothing is passed
   */
  Future<Void> publish(List<FlowObserved> flows, long through) {
    EventWriter.Batch batch = writer.batch(context);
    if (isForgotten) {
      forget(claim.site(), mark, batch);
    }
    if (mark != Long.MIN_VALUE) {
      models.tell(mark, batch);
    } else if (first == Long.MAX_VALUE && (!flows.isEmpty() || through > mark)) {
      models.begin(flows.isEmpty() ? through + 1 : flows.getFirst().second(), batch);
    }
    for (FlowObserved flow : flows) {
      open(flow, through, batch);
      first = Math.min(first, flow.second());
      batch.toHost(Topic.NETWORK_DATA, flow.keyHost(), flow);
      sight(flow, "account", flow.account(), batch);
      sight(flow, "asset", flow.asset(), batch);
    }
    Future<Void> acknowledged = batch.acknowledged().onSuccess(_ -> isForgotten = false);
    if (through > mark) {
      return acknowledged.compose(_ -> pass(through));
    }
    return isSaid ? acknowledged : acknowledged.compose(_ -> say(mark));
  }

  private void open(FlowObserved flow, long through, Outputs out) {
    if (!openSources.add(flow.source())) {
      return;
    }
    long seq = DerivedSource.seq(Math.min(flow.second(), nextPassed(flow, through)), OPENED);
    out.toAllPartitions(
        Topic.NETWORK_DATA,
        new SourceOpened(claim.site(), INGEST.of(claim.site()), seq, flow.source(), flow.second()));
  }

  /** No progress behind may be of an earlier second: readers would take it for a repeat. */
  private long nextPassed(FlowObserved flow, long through) {
    return mark == Long.MIN_VALUE && through == Long.MIN_VALUE
        ? flow.second()
        : Math.max(mark + 1, through);
  }

  private void sight(FlowObserved flow, String kind, @Nullable String name, Outputs out) {
    if (name == null) {
      return;
    }
    String subject = kind + ':' + name;
    var sighting = new Sighting(
        EventId.of(flow.eventId(), "sighting", kind),
        flow.site(),
        flow.observedAt(),
        flow.source() + '/' + kind,
        flow.seq(),
        subject,
        flow.srcIp(),
        origin.latitude(),
        origin.longitude());
    // By subject alone: one account's sightings at all sites meet in one partition.
    out.toPartition(Topic.SIGHTINGS, partitioner.partitionOf("", subject), sighting);
  }

  private Future<Void> pass(long second) {
    return sites.raise(claim, Math.min(first, second), second).compose(_ -> {
      mark = second;
      return say(second);
    });
  }

  /** Whoever wrote before may have been killed between raising the mark and saying so: a repeat does no harm. */
  private Future<Void> say(long second) {
    EventWriter.Batch batch = writer.batch(context);
    batch.toAllPartitions(Topic.NETWORK_DATA, progress(claim.site(), second));
    return batch.acknowledged().onSuccess(_ -> isSaid = true);
  }

  private static Progress progress(String site, long second) {
    return new Progress(
        site,
        INGEST.of(site),
        DerivedSource.seq(second, DerivedSource.LAST),
        INGEST.stage(),
        INGEST.partition(),
        second,
        0);
  }

  /**
   * Says that a site is to be forgotten, behind the progress of its last second: whoever raised the mark may have been killed
   * before it said so.
   *
   * @param mark newest epoch second that was passed
   */
  static void forget(String site, long mark, Outputs out) {
    SiteForgotten gone = INGEST.forgotten(site, mark);
    out.toAllPartitions(Topic.NETWORK_DATA, progress(site, mark));
    out.toAllPartitions(Topic.NETWORK_DATA, gone);
    out.toAllPartitions(Topic.SIGHTINGS, gone);
  }

  /** Says that the source ended; the site waits for nothing more. */
  Future<Void> end() {
    if (openSources.isEmpty()) {
      return sites.end(claim);
    }
    EventWriter.Batch batch = writer.batch(context);
    int position = OPENED;
    for (String source : openSources) {
      batch.toAllPartitions(
          Topic.NETWORK_DATA,
          new SourceGone(
              claim.site(),
              INGEST.of(claim.site()),
              DerivedSource.seq(mark + 1, position++),
              source,
              mark));
    }
    return batch.acknowledged().compose(_ -> sites.end(claim));
  }
}
