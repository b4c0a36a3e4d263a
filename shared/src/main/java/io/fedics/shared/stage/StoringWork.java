package io.fedics.shared.stage;

import io.fedics.shared.event.Event;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Events become rows, in one transaction with the next offset. A repeat meets the primary key and changes nothing. */
final class StoringWork implements PartitionWork {
  private final Claim claim;
  private final WorkParts parts;
  private final RowWriter rows;
  private final Context context;

  StoringWork(Claim claim, WorkParts parts, RowWriter rows, Context context) {
    this.claim = claim;
    this.parts = parts;
    this.rows = rows;
    this.context = context;
  }

  @Override
  public Future<Void> handle(List<Received> batch) {
    StageMetrics.Tally tally = parts.metrics().begin(batch.size());
    EventWriter.Batch letters = parts.writer().batch(context);
    long began = ThreadCpu.nanos();
    List<Event> events = eventsOf(batch, letters, tally);
    parts.metrics().worked(ThreadCpu.nanos() - began);
    return letters
        .acknowledged()
        .compose(_ -> parts.store().write(claim, saveAfter(batch), rows, events))
        .onSuccess(_ -> {
          tally.settle();
          parts.metrics().wrote(events.size());
        })
        .onFailure(_ -> tally.takeBack());
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

  private Save saveAfter(List<Received> batch) {
    long[] next = claim.next();
    for (Received received : batch) {
      next[received.input()] = received.offset() + 1;
    }
    return new Save(next.clone(), Map.of(), Set.of(), Map.of());
  }

  /** Every batch saves itself. */
  @Override
  public Future<Void> save() {
    return Future.succeededFuture();
  }
}
