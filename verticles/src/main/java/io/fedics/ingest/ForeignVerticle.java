package io.fedics.ingest;

import io.fedics.ingest.format.ForeignRecords;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.stage.EventWriter;
import io.fedics.shared.stage.ForeignIo;
import io.fedics.shared.stage.ForeignRecord;
import io.fedics.shared.stage.ForeignWork;
import io.fedics.shared.topic.Partitioner;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what other programs write on a topic of theirs, as a site of its own, which is named after the topic. A record
 * happened when it was sent; a second is passed when every partition was read beyond it. Another process that has the site
 * is left to it, until it is quiet. Wiring only. Deploy as a worker, once.
 */
public final class ForeignVerticle extends VerticleBase {
  /** Owner name of sites that are read from topics. */
  static final String OWNER = "kafka";

  private static final Logger LOG = LoggerFactory.getLogger(ForeignVerticle.class);
  private static final SiteOrigin ORIGIN = new SiteOrigin(OWNER, true, null, null, null);
  private static final long MILLIS = 1_000;

  private final Topic topic;
  private final String site;
  private final ForeignIo io;
  private final SiteStore sites;
  private final EventWriter writer;
  private final Partitioner partitioner;
  private final ActiveModels models;
  private final IngestConfig config;
  private final ForeignRecords records;
  private final LateRecords late = new LateRecords();
  private @Nullable SitePublisher publisher;

  public ForeignVerticle(
      Topic topic,
      ForeignIo io,
      SiteStore sites,
      EventWriter writer,
      Partitioner partitioner,
      ActiveModels models,
      IngestConfig config) {
    this.topic = topic;
    this.site = siteOf(topic);
    this.io = io;
    this.sites = sites;
    this.writer = writer;
    this.partitioner = partitioner;
    this.models = models;
    this.config = config;
    this.records = new ForeignRecords(topic);
  }

  /** {@code network_flows} is read as site {@code network-flows}. */
  public static String siteOf(Topic topic) {
    return topic.topicName().replace('_', '-');
  }

  /** {@code ingest-network-flows}: of counters, of health, and of the consumer group behind {@code kafka.group-prefix}. */
  public static String stageOf(Topic topic) {
    return "ingest-" + siteOf(topic);
  }

  @Override
  public Future<?> start() {
    return io.run(new Publishing());
  }

  @Override
  public Future<?> stop() {
    return io.close();
  }

  private final class Publishing implements ForeignWork {

    /** A claim is kept over failures of broker and database: only being fenced ends it. */
    @Override
    public Future<Void> begin() {
      return publisher != null
          ? Future.succeededFuture()
          : sites.find(site).compose(this::claimIfFree);
    }

    private Future<Void> claimIfFree(Optional<SiteRow> known) {
      if (known.isPresent() && !known.get().ended() && !known.get().quiet()) {
        return Future.failedFuture(new StageException(new StageFailure.Unavailable(
            "site " + site + " is written by another process, or was a moment ago")));
      }
      return sites.claim(site, ORIGIN).map(claim -> {
        publisher = new SitePublisher(context, sites, writer, partitioner, ORIGIN, claim, models);
        return null;
      });
    }

    @Override
    public Future<Integer> handle(Batch batch) {
      SitePublisher mine = Objects.requireNonNull(publisher);
      EventWriter.Batch letters = writer.batch(context);
      var flows = new ArrayList<FlowObserved>(batch.records().size());
      for (ForeignRecord each : batch.records()) {
        try {
          flows.add(flowOf(each, batch.readAt()));
        } catch (StageException e) {
          letters.toPartition(
              Topic.DEAD_LETTERS,
              each.partition() % partitioner.partitions(),
              each.deadLetter(stageOf(topic), e.failure().detail()));
        }
      }
      sayLate(flows.stream().filter(flow -> flow.second() <= mine.mark()).count());
      int dead = Math.toIntExact(letters.size());
      return letters
          .acknowledged()
          .compose(_ -> publish(mine, flows, through(batch.readThrough())))
          .map(dead);
    }

    private void sayLate(long more) {
      long untold = late.add(more, System.nanoTime());
      if (untold > 0) {
        LOG.warn(
            "{}: {} records are late, so they are judged each by itself and not in their host's second: they were sent more"
                + " than {} before others, or say so (expected: clocks that agree, or a longer ingest.lateness)",
            stageOf(topic),
            untold,
            config.lateness());
      }
    }

    private FlowObserved flowOf(ForeignRecord each, long readAt) {
      if (each.isAhead(readAt)) {
        throw new StageException(new StageFailure.Malformed("timestamp: "
            + each.storedAt()
            + " (expected: milliseconds, at most "
            + ForeignRecord.MOST_AHEAD.toMinutes()
            + " minutes ahead of the reader's clock, which said "
            + readAt
            + ")"));
      }
      if (each.isOfNoClock()) {
        throw new StageException(
            new StageFailure.Malformed(
                "timestamp: "
                    + each.storedAt()
                    + " (expected: milliseconds of a time from 2000 on; seconds, or a clock that was never set, say 1970)"));
      }
      return records
          .read(each.value(), each.storedAt())
          .build(
              EventId.of(each.topicId(), each.partition(), each.offset()),
              site,
              each.source(),
              each.offset());
    }

    private Future<Void> publish(SitePublisher mine, List<FlowObserved> flows, long through) {
      return mine.publish(flows, through).onFailure(error -> {
        if (StageException.failureOf(error) instanceof StageFailure.Fenced) {
          publisher = null;
        }
      });
    }

    /** Newest epoch second that no record can belong to any more, if its sender was not later than allowed. */
    private long through(long readThrough) {
      return readThrough == Long.MIN_VALUE
          ? Long.MIN_VALUE
          : Math.floorDiv(readThrough - config.lateness().toMillis(), MILLIS) - 1;
    }

    @Override
    public Future<Void> end() {
      return publisher == null ? Future.succeededFuture() : publisher.end();
    }
  }
}
