package io.fedics.shared.stage;

import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The stage runtime without a broker: the same works on an {@link InMemoryLog}, a batch whenever it is told. */
public final class InMemoryStageIo implements StageIo {
  private final List<Topic> topics;
  private final InMemoryLog log;
  private final WorkParts parts;
  private final Context context;
  private final Map<Integer, PartitionWork> owned = new TreeMap<>();
  private final Map<Integer, long[]> position = new TreeMap<>();
  private StageWork work = StageWork.deciding(_ -> {
    throw new IllegalStateException("not running yet");
  });
  private StageHealth health = StageHealth.of(StageHealth.State.STARTING);

  InMemoryStageIo(List<Topic> topics, InMemoryLog log, WorkParts parts, Context context) {
    this.topics = topics;
    this.log = log;
    this.parts = parts;
    this.context = context;
  }

  @Override
  public Future<Void> run(StageWork work) {
    this.work = work;
    claimAll();
    health = StageHealth.of(StageHealth.State.RUNNING);
    return Future.succeededFuture();
  }

  private void claimAll() {
    for (int partition = 0; partition < log.partitions(); partition++) {
      Claim claim = parts
          .store()
          .claim(parts.stage(), partition, topics.stream().map(Topic::topicName).toList())
          .result();
      position.put(partition, claim.next().clone());
      owned.put(partition, workOf(claim));
    }
  }

  private PartitionWork workOf(Claim claim) {
    return switch (work) {
      case StageWork.Deciding w ->
        new DecidingWork(
            claim,
            parts,
            w.decisionOfPartition().apply(claim.partition()),
            Optional.empty(),
            context);
      case StageWork.Storing w ->
        new StoringWork(
            claim,
            parts,
            w.rows(),
            share -> parts.store().write(List.of(share), w.rows()),
            context);
      case StageWork.DecidingIntoRows w ->
        new DecidingWork(
            claim,
            parts,
            w.decisionOfPartition().apply(claim.partition()),
            Optional.of(w.rows()),
            context);
    };
  }

  /** Handles at most {@code most} records of each partition; true when there were any. */
  public boolean pump(int most) {
    boolean any = false;
    for (Map.Entry<Integer, PartitionWork> mine : owned.entrySet()) {
      List<Received> batch = batch(mine.getKey(), most);
      if (batch.isEmpty() || health.state() == StageHealth.State.FAILED) {
        continue;
      }
      any = true;
      Future<Void> handled = mine.getValue().handle(batch);
      if (handled.failed()) {
        owned.remove(mine.getKey());
        onFailure(handled.cause());
        return true;
      }
    }
    return any;
  }

  private List<Received> batch(int partition, int most) {
    var batch = new ArrayList<Received>();
    long[] from = position.getOrDefault(partition, new long[topics.size()]);
    for (int input = 0; input < topics.size(); input++) {
      List<byte[]> records = log.of(topics.get(input), partition);
      for (int n = 0; n < most && from[input] < records.size(); n++) {
        long offset = from[input]++;
        var value = RecordBytes.of(records.get((int) offset));
        batch.add(new Received(topics.get(input), input, partition, offset, 0, value));
      }
    }
    return batch;
  }

  private void onFailure(Throwable error) {
    switch (StageException.failureOf(error)) {
      case StageFailure.Unavailable _, StageFailure.Fenced _ -> claimAll();
      case StageFailure.Malformed m ->
        health = new StageHealth(StageHealth.State.FAILED, m.detail());
      case StageFailure.Defect d -> health = new StageHealth(StageHealth.State.FAILED, d.detail());
    }
  }

  /** Saves every partition, as the runtime does now and then. */
  public void save() {
    for (PartitionWork mine : List.copyOf(owned.values())) {
      Future<Void> saved = mine.save();
      if (saved.failed()) {
        onFailure(saved.cause());
        return;
      }
    }
  }

  @Override
  public Future<Void> close() {
    save();
    health = StageHealth.of(StageHealth.State.STOPPED);
    return Future.succeededFuture();
  }

  @Override
  public StageHealth health() {
    return health;
  }
}
