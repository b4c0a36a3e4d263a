package io.fedics.shared.stage;

import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Poll, handle, save now and then, poll again: one batch at a time, so nothing queues and a rebalance, which can only
 * happen inside poll, always finds a batch boundary. Run it on a worker context: it decides on its own thread.
 *
 * <p>The rebalance listener is Kafka's own. The one of vertx-kafka-client returns before its handler has run: the
 * partition would be gone before it is saved, and records would come before the seek.
 */
final class KafkaStageIo implements StageIo {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaStageIo.class);

  /** Ends early when records come, or {@link #close}. */
  private static final Duration POLL = Duration.ofMillis(500);

  /** With a partition paused, as nothing else says when it may go on. */
  private static final Duration POLL_PAUSED = Duration.ofMillis(100);

  private static final long DATABASE_SECONDS = 10;

  /** Small beside the second such a reader waits for anyway, and a quarter of the polls at 5,000 flows a second. */
  private static final Duration GATHER_EVERY = Duration.ofMillis(50);

  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LAST_RETRY_MILLIS = 5_000;

  private final StageRuntime runtime;
  private final StageInputs inputs;
  private final WorkParts parts;
  private final Context context;
  private final KafkaReadStream<Void, RecordBytes> stream;
  private final PartitionClaims claims;
  private final NavigableMap<Integer, PartitionWork> owned = new TreeMap<>();
  private final Promise<Void> stopped = Promise.promise();
  private StageWork work = StageWork.deciding(_ -> {
    throw new IllegalStateException("not running yet");
  });
  private Function<Claim, PartitionWork> workOf;
  private volatile StageHealth health = StageHealth.of(StageHealth.State.STARTING);
  private volatile boolean stopping;
  private final SaveTurns turns;
  private final AheadWaits aheadWaits = new AheadWaits();
  private final Setbacks setbacks = new Setbacks();
  private final GatherPace pace;
  private int lastBatch;
  private Map<String, Long> unread = Map.of();
  private volatile @Nullable Timer resting;
  private long retryMillis = FIRST_RETRY_MILLIS;

  KafkaStageIo(Vertx vertx, StageRuntime runtime, StageInputs inputs) {
    this.runtime = runtime;
    this.inputs = inputs;
    this.parts = runtime.partsOf(inputs.stage());
    this.context = vertx.getOrCreateContext();
    this.stream = KafkaReadStream.create(vertx, runtime.consumerSettings(inputs));
    this.claims = new PartitionClaims(inputs, parts.store(), runtime.topicIds(inputs), consumer());
    this.pace = new GatherPace(runtime.config().maxPollRecords(), System.nanoTime());
    this.turns = turnsFromNow(runtime.config().saveEvery());
    this.workOf = workOf(work);
  }

  /** Readers that begin together do not save together. */
  private static SaveTurns turnsFromNow(Duration every) {
    long since = ThreadLocalRandom.current().nextLong(every.toNanos());
    return new SaveTurns(every, System.nanoTime() - since);
  }

  @Override
  public Future<Void> run(StageWork work) {
    this.work = work;
    this.workOf = workOf(work);
    parts.metrics().deployed(1);
    consumer().subscribe(inputs.topicNames(), new ClaimAndDrop());
    return stream
        .subscription()
        .<Void>mapEmpty()
        .onSuccess(_ -> next()); // any task starts the stream's thread
  }

  private Consumer<Void, RecordBytes> consumer() {
    return stream.unwrap();
  }

  private void next() {
    if (stopping) {
      stopped.complete();
      return;
    }
    pauseThoseAhead();
    paced()
        .compose(_ -> stream.poll(consumer().paused().isEmpty() ? POLL : POLL_PAUSED))
        .compose(this::handle)
        .compose(_ -> saveIfDue())
        .onComplete(
            _ -> {
              running();
              next();
            },
            this::onFailure);
  }

  /**
   * Findings are for the next stage, which waits; rows can, and so can what waits for the end of a second. Rows are for
   * people, who do not notice a tenth of a second; a transaction for every few flows costs a lot.
   */
  private Future<Void> paced() {
    long waiting = lastBatch + UnreadRecords.sum(unread);
    Duration rest = pace.rest(gathersFor(), waiting, System.nanoTime());
    return rest.isZero() ? Future.succeededFuture() : rest(rest);
  }

  private Duration gathersFor() {
    return switch (work) {
      case StageWork.Deciding _ -> gathers() ? GATHER_EVERY : Duration.ZERO;
      case StageWork.Storing _, StageWork.DecidingIntoRows _ -> runtime.config().storeEvery();
    };
  }

  /** Ends early by {@link #close}. */
  private Future<Void> rest(Duration rest) {
    Timer resting = context.owner().timer(rest.toNanos(), TimeUnit.NANOSECONDS);
    this.resting = resting;
    if (stopping) {
      resting.cancel();
    }
    return resting.otherwiseEmpty();
  }

  private boolean gathers() {
    return owned.values().stream()
        .anyMatch(mine -> mine instanceof DecidingWork deciding && deciding.gathers());
  }

  /** Not yet while a partition only reads again what failed: it may fail again. */
  private void running() {
    if (setbacks.count() > 0) {
      return;
    }
    retryMillis = FIRST_RETRY_MILLIS;
    if (health.state() != StageHealth.State.RUNNING) {
      health = StageHealth.of(StageHealth.State.RUNNING);
    }
  }

  /** One switch for all failures: the kind decides. */
  private void onFailure(Throwable error) {
    if (stopping) {
      stopped.complete();
      return;
    }
    StageFailure failure = BrokerFailure.of(error);
    switch (failure) {
      case StageFailure.Unavailable unavailable -> retry(unavailable.detail());
      case StageFailure.Fenced fenced -> {
        LOG.info("{}: {}, claiming again", inputs.stage(), fenced.detail());
        parts.metrics().fenced();
        retry(fenced.detail());
      }
      case StageFailure.Malformed malformed -> fail(malformed.detail(), error);
      case StageFailure.Defect defect -> fail(defect.detail(), error);
    }
  }

  private void retry(String detail) {
    parts.metrics().retried();
    if (health.state() != StageHealth.State.RETRYING) {
      LOG.warn("{}: back to the last save: {}", inputs.stage(), detail);
    }
    health = new StageHealth(StageHealth.State.RETRYING, detail);
    owned.clear();
    long jitter = ThreadLocalRandom.current().nextLong(retryMillis);
    long wait = retryMillis / 2 + jitter;
    retryMillis = Math.min(2 * retryMillis, LAST_RETRY_MILLIS);
    timer(wait)
        .compose(_ -> recover())
        .onComplete(
            _ -> {
              running();
              next();
            },
            this::onFailure);
  }

  private Future<Void> timer(long millis) {
    return context.owner().timer(millis, TimeUnit.MILLISECONDS).mapEmpty();
  }

  /**
   * Stops and is seen. Leaves the group, so that the others need not wait for it: another instance gets the partitions,
   * and reads again what failed.
   */
  private void fail(String detail, Throwable error) {
    LOG.error("{}: stopped, a defect: {}", inputs.stage(), detail, error);
    health = new StageHealth(StageHealth.State.FAILED, detail);
    int standing = setbacks.count();
    stream.close().onComplete(_ -> {
      parts.metrics().setBack(this, standing);
      stopped.complete();
    });
  }

  /**
   * Whatever failed, the last save is one consistent point. Polls once with everything paused, so that the group goes
   * on, and claims what it still gives us: Kafka does not call the listener again for a partition we already had.
   */
  private Future<Void> recover() {
    consumer().pause(consumer().assignment());
    return stream
        .poll(Duration.ZERO)
        .compose(_ -> claims.claim(numbers(consumer().assignment())))
        .compose(claimed -> claims.keep(take(claimed)))
        .map(_ -> {
          parts.metrics().unread(this, UnreadRecords.of(consumer())); // paused: asks for the ends
          consumer().resume(consumer().assignment());
          return null;
        });
  }

  private Future<Void> handle(ConsumerRecords<Void, RecordBytes> batch) {
    lastBatch = batch.count();
    unread = UnreadRecords.next(consumer());
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    Map<Integer, List<Received>> shares = new TreeMap<>();
    long oldest = Long.MAX_VALUE;
    for (ConsumerRecord<Void, RecordBytes> raw : batch) {
      oldest = Math.min(oldest, raw.timestamp());
      shares.computeIfAbsent(raw.partition(), _ -> new ArrayList<>()).add(inputs.received(raw));
    }
    long since = oldest;
    return Future.join(shares.entrySet().stream().map(this::handle).toList())
        .<Void>mapEmpty()
        .onSuccess(_ -> {
          parts.metrics().took(System.currentTimeMillis() - since);
          if (consumer().paused().isEmpty()) { // else some are not in it
            parts.metrics().unread(this, unread);
          }
        });
  }

  /** One partition's; all are acknowledged or stored together, as broker and disk take a while for each. */
  private Future<Void> handle(Map.Entry<Integer, List<Received>> share) {
    return decided(share)
        .onSuccess(_ -> setbacks.handled(share.getValue()))
        .onFailure(_ -> {
          setbacks.failed(share.getValue());
          owned.remove(share.getKey()); // half changed or half written: nothing of it may be saved
        })
        .onComplete(_ -> parts.metrics().setBack(this, setbacks.count()));
  }

  private Future<Void> decided(Map.Entry<Integer, List<Received>> share) {
    try {
      return workOn(share.getKey()).handle(share.getValue());
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private PartitionWork workOn(int partition) {
    PartitionWork mine = owned.get(partition);
    if (mine == null) {
      throw new StageException(
          new StageFailure.Unavailable("partition " + partition + " is not claimed yet"));
    }
    return mine;
  }

  private Future<Void> saveIfDue() {
    List<Integer> due = turns.due(owned.navigableKeySet(), System.nanoTime());
    if (due.isEmpty()) {
      return Future.succeededFuture();
    }
    boolean round = due.contains(owned.firstKey());
    if (round) {
      parts.metrics().unread(this, UnreadRecords.of(consumer()));
    }
    return Future.join(saves(due).map(this::goingOn).toList())
        .compose(_ ->
            round && !inputs.nextStages().isEmpty() ? refreshBoard() : Future.succeededFuture())
        .recover(this::goOnUnlessFenced);
  }

  private Future<Void> refreshBoard() {
    return parts.store().progressOf(inputs.nextStages()).map(saved -> {
      parts.board().merge(saved, sitesPassed());
      return null;
    });
  }

  private Set<String> sitesPassed() {
    Set<String> sites = new HashSet<>();
    for (PartitionWork mine : owned.values()) {
      if (mine instanceof DecidingWork deciding) {
        sites.addAll(deciding.passed().keySet());
      }
    }
    return sites;
  }

  /** A database that is away, or refuses a name in the state, costs more re-reading later, nothing else. */
  private Future<Void> goOnUnlessFenced(Throwable error) {
    return switch (BrokerFailure.of(error)) {
      case StageFailure.Unavailable unavailable -> {
        LOG.warn("{}: not saved, going on: {}", inputs.stage(), unavailable.detail());
        yield Future.succeededFuture();
      }
      case StageFailure.Malformed refused -> {
        LOG.error("{}: not saved, going on: {}", inputs.stage(), refused.detail());
        yield Future.succeededFuture();
      }
      case StageFailure.Fenced _, StageFailure.Defect _ -> Future.failedFuture(error);
    };
  }

  /** A partition that is not ours any more is noticed, whatever became of the others. */
  private Future<Void> goingOn(Future<Void> saved) {
    return saved.recover(this::goOnUnlessFenced);
  }

  private Stream<Future<Void>> saves(Collection<Integer> partitions) {
    return partitions.stream()
        .flatMap(partition -> Stream.ofNullable(owned.get(partition)))
        .map(PartitionWork::save);
  }

  /** A partition too far past the next stage waits a while; the others go on. */
  private void pauseThoseAhead() {
    if (inputs.nextStages().isEmpty() || owned.isEmpty()) {
      return;
    }
    Set<TopicPartition> paused = consumer().paused();
    long now = System.nanoTime();
    owned.forEach((partition, mine) -> {
      boolean ahead = mine instanceof DecidingWork deciding
          && parts
              .board()
              .isAhead(
                  deciding.passed(),
                  inputs.nextStages(),
                  runtime.config().partitions(),
                  runtime.config().ahead().toSeconds());
      List<TopicPartition> of = inputs.partitions(partition);
      if (aheadWaits.waits(partition, ahead, now)) {
        consumer().pause(of);
      } else if (of.stream().anyMatch(paused::contains)) {
        consumer().resume(of);
      }
    });
  }

  /** @return those that are read from another place than was kept */
  private List<Claim> take(List<Claim> claimed) {
    List<Claim> moved = new ArrayList<>();
    for (PartitionClaims.Placed placed : claims.seek(claimed)) {
      Claim here = placed.claim();
      owned.put(here.partition(), workOf.apply(here));
      if (placed.moved()) {
        moved.add(here);
        setbacks.forget(List.of(here.partition()));
      }
    }
    return moved;
  }

  /** What is done with a partition that was claimed. */
  private Function<Claim, PartitionWork> workOf(StageWork work) {
    return switch (work) {
      case StageWork.Deciding w ->
        claim -> deciding(claim, w.decisionOfPartition(), Optional.empty());
      case StageWork.Storing w -> {
        var joint = new JointWrites(parts.store(), w.rows(), context);
        yield claim -> new StoringWork(claim, parts, w.rows(), joint::write, context);
      }
      case StageWork.DecidingIntoRows w ->
        claim -> deciding(claim, w.decisionOfPartition(), Optional.of(w.rows()));
    };
  }

  private DecidingWork deciding(
      Claim claim, IntFunction<Decision> decisionOfPartition, Optional<RowWriter> rows) {
    return new DecidingWork(
        claim, parts, decisionOfPartition.apply(claim.partition()), rows, context);
  }

  private static List<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .map(TopicPartition::partition)
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public Future<Void> close() {
    stopping = true;
    parts.metrics().deployed(-1);
    consumer().wakeup();
    Timer resting = this.resting;
    if (resting != null) {
      resting.cancel();
    }
    return stopped
        .future()
        .compose(_ -> stream.close()) // closing revokes, and revoking saves
        .onComplete(_ -> {
          parts.metrics().setBack(this, 0);
          health = StageHealth.of(StageHealth.State.STOPPED);
        });
  }

  @Override
  public StageHealth health() {
    return health;
  }

  /** Runs inside poll, on the consumer's thread, which is allowed to wait; no batch is in work then. */
  private final class ClaimAndDrop implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        List<Claim> moved = take(await(() -> claims.claim(numbers(partitions))));
        if (!moved.isEmpty()) {
          await(() -> claims.keep(moved));
        }
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      List<Integer> leaving = numbers(partitions);
      if (leaving.stream().anyMatch(owned::containsKey)) {
        saveLast(leaving);
      }
      drop(leaving);
    }

    private void saveLast(List<Integer> leaving) {
      try {
        await(() -> Future.join(saves(leaving).toList()));
      } catch (RuntimeException e) {
        LOG.warn(
            "{}: not saved on revocation, the next owner reads more again: {}",
            inputs.stage(),
            e.getMessage());
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      drop(numbers(partitions));
    }

    private void drop(List<Integer> leaving) {
      leaving.forEach(owned::remove);
      setbacks.forget(leaving);
      parts.metrics().setBack(KafkaStageIo.this, setbacks.count());
      if (owned.isEmpty()) {
        parts.metrics().unread(KafkaStageIo.this, Map.of()); // nobody asks it again
      }
    }

    /** The database client is asked on the stage's own context; only the waiting is done here. */
    private <T> T await(Supplier<Future<T>> work) {
      Promise<T> done = Promise.promise();
      context.runOnContext(_ -> work.get().onComplete(done));
      try {
        return done.future().await(DATABASE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new StageException(new StageFailure.Unavailable("database does not answer"), e);
      }
    }
  }
}
