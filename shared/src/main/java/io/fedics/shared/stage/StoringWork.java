package io.fedics.shared.stage;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.Event;
import io.fedics.shared.stage.StageStore.Share;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Events become rows, in one transaction with the next offset. A repeat meets the primary key and changes nothing. A
 * record whose contents the database refuses becomes a dead letter; the others of its batch are stored. A batch without a
 * row or a dead letter is not worth a transaction: its place is saved with the next row, or now and then.
 */
final class StoringWork implements PartitionWork {
  private final Claim claim;
  private final WorkParts parts;
  private final RowWriter rows;
  private final Function<Share, Future<Void>> written;
  private final Context context;
  private final long[] next;
  private boolean unsaved;

  /**
   * @param rows which events become some
   * @param written writes rows and place, alone or with those of other partitions
   */
  StoringWork(
      Claim claim,
      WorkParts parts,
      RowWriter rows,
      Function<Share, Future<Void>> written,
      Context context) {
    this.claim = claim;
    this.parts = parts;
    this.rows = rows;
    this.written = written;
    this.context = context;
    this.next = claim.next().clone();
  }

  @Override
  public Future<Void> handle(List<Received> batch) {
    StageMetrics.Tally tally = parts.metrics().begin(batch.size());
    EventWriter.Batch letters = parts.writer().batch(context);
    long began = ThreadCpu.nanos();
    List<Event> events;
    try {
      events = eventsOf(batch, letters, tally);
    } catch (RuntimeException e) {
      tally.takeBack();
      return Future.failedFuture(e);
    }
    parts.metrics().worked(ThreadCpu.nanos() - began);
    return write(batch, letters, events, tally).recover(error -> withoutRefused(batch, error));
  }

  private List<Event> eventsOf(List<Received> batch, Outputs letters, StageMetrics.Tally tally) {
    var reader = new RecordReader(parts, letters);
    var events = new ArrayList<Event>(batch.size());
    for (Received received : batch) {
      Event event = reader.read(received);
      if (event == null) {
        tally.deadLettered();
      } else if (rows.stores(event)) {
        tally.handled();
        events.add(event);
      } else {
        tally.ignored();
      }
    }
    return events;
  }

  private Future<Void> write(
      List<Received> batch,
      EventWriter.Batch letters,
      List<Event> events,
      StageMetrics.Tally tally) {
    long[] after = nextAfter(batch);
    boolean later = events.isEmpty() && letters.size() == 0;
    return letters
        .acknowledged()
        .compose(_ -> later
            ? Future.succeededFuture()
            : written.apply(new Share(claim, Save.of(after), events)))
        .onSuccess(_ -> {
          unsaved = later;
          System.arraycopy(after, 0, next, 0, next.length);
          tally.settle();
          parts.metrics().wrote(events.size());
        })
        .onFailure(_ -> tally.takeBack());
  }

  private long[] nextAfter(List<Received> batch) {
    long[] after = next.clone();
    for (Received received : batch) {
      after[received.input()] = received.offset() + 1;
    }
    return after;
  }

  /** By halves, until the record that is refused stands alone: a few transactions, not one a record. */
  private Future<Void> withoutRefused(List<Received> batch, Throwable error) {
    if (!(StageException.failureOf(error) instanceof StageFailure.Malformed malformed)) {
      return Future.failedFuture(error);
    }
    if (batch.size() == 1) {
      return deadLetter(batch.getFirst(), malformed.detail());
    }
    int half = batch.size() / 2;
    return handle(batch.subList(0, half)).compose(_ -> handle(batch.subList(half, batch.size())));
  }

  private Future<Void> deadLetter(Received refused, String why) {
    StageMetrics.Tally tally = parts.metrics().begin(1);
    tally.deadLettered();
    EventWriter.Batch letters = parts.writer().batch(context);
    letters.toPartition(
        Topic.DEAD_LETTERS, refused.partition(), DeadLetters.of(parts.stage(), refused, why));
    return write(List.of(refused), letters, List.of(), tally);
  }

  /** Where it stands behind batches without a row. */
  @Override
  public Future<Void> save() {
    if (!unsaved) {
      return Future.succeededFuture();
    }
    return parts.store().save(claim, Save.of(next.clone())).onSuccess(_ -> unsaved = false);
  }
}
