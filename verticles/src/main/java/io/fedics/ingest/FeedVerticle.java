package io.fedics.ingest;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.stage.EventWriter;
import io.fedics.shared.topic.Partitioner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes an ordered stream of flows of one or more sites at a pace; the sites are this verticle's until it is done.
 * Wiring only: order comes from the stream, so nothing of it is late. Deploy as a worker.
 */
public final class FeedVerticle extends VerticleBase {
  private static final long LIVE_STEP_MILLIS = 100;

  /** What is due within so much goes together: each batch costs the broker and all readers a request. */
  private static final long LEAST_STEP_MILLIS = 20;

  private static final int LEAST_FLOWS = 1_000;

  private final SiteStore sites;
  private final EventWriter writer;
  private final Partitioner partitioner;
  private final ActiveModels models;
  private final IngestConfig config;
  private final InstantSource clock;
  private final Feed feed;
  private final Map<String, SitePublisher> publishers = new TreeMap<>();
  private final Promise<Long> done = Promise.promise();
  private final Promise<Void> stopped = Promise.promise();
  private Pace.@Nullable Metronome metronome;
  private @Nullable FlowObserved ahead;
  private long published;
  private long newest = Long.MIN_VALUE;
  private volatile boolean stopping;

  /**
   * What is published.
   *
   * @param origins every site that occurs in {@code flows}
   * @param flows in order of {@code observed_at}
   */
  public record Feed(
      Map<String, SiteOrigin> origins,
      Iterator<FlowObserved> flows,
      Pace pace,
      FeedProgress progress) {}

  public FeedVerticle(
      SiteStore sites,
      EventWriter writer,
      Partitioner partitioner,
      ActiveModels models,
      IngestConfig config,
      InstantSource clock,
      Feed feed) {
    this.sites = sites;
    this.writer = writer;
    this.partitioner = partitioner;
    this.models = models;
    this.config = config;
    this.clock = clock;
    this.feed = feed;
  }

  /** Flows published, when all is acknowledged; fails as Fenced when another process took a site over. */
  public Future<Long> done() {
    return done.future();
  }

  @Override
  public Future<?> start() {
    var claims = new ArrayList<Future<SiteClaim>>();
    feed.origins()
        .forEach((site, origin) -> claims.add(sites.claim(site, origin).map(claim -> {
          publishers.put(
              site, new SitePublisher(context, sites, writer, partitioner, origin, claim, models));
          return claim;
        })));
    return Future.join(claims).onSuccess(_ -> {
      metronome = new Pace.Metronome(feed.pace(), clock.millis());
      context.runOnContext(_ -> step());
    });
  }

  private void step() {
    if (stopping) {
      stopped.tryComplete();
      return;
    }
    long waited;
    Map<String, List<FlowObserved>> chunk = new TreeMap<>();
    try {
      waited = take(chunk);
    } catch (RuntimeException e) {
      done.tryFail(e);
      stopped.tryComplete();
      return;
    }
    publish(chunk, through())
        .timeout(config.acknowledgeTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .recover(FeedVerticle::unanswered)
        .onComplete(
            _ -> {
              feed.progress().published(published);
              continueAfter(waited);
            },
            error -> {
              done.tryFail(error);
              stopped.tryComplete();
            });
  }

  private static Future<Void> unanswered(Throwable error) {
    if (error instanceof java.util.concurrent.TimeoutException) {
      return Future.failedFuture(new StageException(
          new StageFailure.Unavailable("broker and database did not answer in time; gave up"),
          error));
    }
    return Future.failedFuture(error);
  }

  private void continueAfter(long waited) {
    if (waited < 0) {
      end();
    } else if (waited == 0) {
      context.runOnContext(_ -> step());
    } else {
      vertx
          .timer(Math.clamp(waited, LEAST_STEP_MILLIS, LIVE_STEP_MILLIS), TimeUnit.MILLISECONDS)
          .onComplete(_ -> step());
    }
  }

  private void end() {
    Future.join(publishers.values().stream().map(SitePublisher::end).toList())
        .onComplete(
            _ -> {
              done.tryComplete(published);
              stopped.tryComplete();
            },
            error -> {
              done.tryFail(error);
              stopped.tryComplete();
            });
  }

  /** Takes what is due; returns how long to wait before the next, −1 when there is none. */
  private long take(Map<String, List<FlowObserved>> chunk) {
    Pace.Metronome beat = java.util.Objects.requireNonNull(metronome);
    int taken = 0;
    FlowObserved last = null;
    while (taken < config.chunk()) {
      FlowObserved next = peek();
      if (next == null) {
        return -1;
      }
      long wait = beat.waitMillis(next.observedAt(), clock.millis());
      boolean secondPassed = last != null && next.second() > last.second();
      if (wait > 0 || (secondPassed && taken >= LEAST_FLOWS)) {
        return wait;
      }
      ahead = null;
      last = next;
      newest = Math.max(newest, next.second());
      taken++;
      beat.sent();
      published++;
      SitePublisher mine = publishers.get(next.site());
      if (mine == null) {
        throw new IllegalStateException("flow of " + next.site() + ", which is not claimed");
      }
      // Behind the mark everything was acknowledged by an earlier run.
      if (next.second() > mine.mark()) {
        chunk.computeIfAbsent(next.site(), _ -> new ArrayList<>()).add(next);
      }
    }
    return 0;
  }

  private @Nullable FlowObserved peek() {
    if (ahead == null && feed.flows().hasNext()) {
      ahead = feed.flows().next();
    }
    return ahead;
  }

  /**
   * Epoch second that is complete once what was taken is acknowledged: the stream is in order, so the next flow says it.
   * Live, a second also has to be over.
   */
  private long through() {
    FlowObserved next = peek();
    if (next == null) {
      return newest;
    }
    long complete = next.second() - 1;
    return feed.pace() instanceof Pace.Live
        ? Math.min(complete, Math.floorDiv(clock.millis(), 1_000L) - 1)
        : complete;
  }

  private Future<Void> publish(Map<String, List<FlowObserved>> chunk, long through) {
    return Future.join(publishers.entrySet().stream()
            .map(site ->
                site.getValue().publish(chunk.getOrDefault(site.getKey(), List.of()), through))
            .toList())
        .mapEmpty();
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    return done.future().isComplete() ? Future.succeededFuture() : stopped.future();
  }
}
