package io.fedics.shared.stage;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SiteForgotten;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Read, drop what was seen, decide, write. Outputs go to Kafka and state is saved apart, now and then, with the offsets
 * it belongs to; or, with a {@link RowWriter}, outputs, state and offsets go into one transaction a batch that has a row or a dead letter.
 */
final class DecidingWork implements PartitionWork {
  private final Claim claim;
  private final WorkParts parts;
  private final Decision decision;
  private final Optional<RowWriter> rows;
  private final Context context;
  private final long[] next;
  private final KeyedState<Long> lastSeq = new KeyedState<>("seq", Long.class);
  private final ForgottenSites forgotten = new ForgottenSites();
  private final Map<String, PassedSeconds> passed = new HashMap<>();
  private final SavedState state;
  private String latestSite = "";
  private String latestSource = "";
  private String latestKey = "";
  private boolean unsaved;

  DecidingWork(
      Claim claim, WorkParts parts, Decision decision, Optional<RowWriter> rows, Context context) {
    this.claim = claim.restored();
    this.parts = parts;
    this.decision = decision;
    this.rows = rows;
    this.context = context;
    this.next = claim.next().clone();
    var all = new ArrayList<KeyedState<?>>(decision.state());
    all.add(lastSeq);
    all.add(forgotten.state());
    this.state = new SavedState(all, parts.codec());
    state.restore(claim.state());
  }

  @Override
  public Future<Void> handle(List<Received> batch) {
    StageMetrics.Tally tally = parts.metrics().begin(batch.size());
    EventWriter.Batch sent = parts.writer().batch(context);
    var collected = new ArrayList<Event>();
    Outputs out = watched(rows.isPresent() ? collecting(collected) : sent);
    var reader = new RecordReader(parts, sent);
    unsaved = true;
    long began = ThreadCpu.nanos();
    try {
      for (Received received : batch) {
        decide(received, reader, out, tally);
        next[received.input()] = received.offset() + 1;
      }
    } catch (RuntimeException e) {
      tally.takeBack();
      return Future.failedFuture(e);
    }
    parts.metrics().worked(ThreadCpu.nanos() - began);
    return sent.acknowledged()
        .compose(_ -> rows.isPresent()
            ? writeRows(rows.get(), collected, sent.size() > 0)
            : Future.succeededFuture())
        .onSuccess(_ -> {
          tally.settle();
          parts.metrics().wrote(sent.size() + collected.size());
        })
        .onFailure(_ -> tally.takeBack());
  }

  private void decide(
      Received received, RecordReader reader, Outputs out, StageMetrics.Tally tally) {
    if (!decision.concerns(received.value())) {
      tally.ignored();
      return;
    }
    Event event = reader.read(received);
    if (event == null) {
      tally.deadLettered();
      return;
    }
    if (forgotten.isOver(event) || isRepeat(event)) {
      tally.reread();
      return;
    }
    if (event instanceof SiteForgotten gone) {
      forgotten.await(gone);
      tally.handled();
    } else if (onEvent(event, out)) {
      tally.handled();
    } else {
      tally.ignored();
    }
    forgotten.awaited(event.site()).ifPresent(last -> forget(event.site(), last, out));
  }

  private void forget(String site, long lastSecond, Outputs out) {
    if (!isForgotten(site, lastSecond, out)) {
      return;
    }
    // Ends of sources stand in the second behind; quick writers may have said more of a site that
    // is back.
    long last = DerivedSource.seq(lastSecond + 1, DerivedSource.LAST);
    lastSeq.removeIf((source, seq) -> source.startsWith(site + '|') && seq <= last);
    passed.remove(site);
    parts.board().forget(site);
    forgotten.done(site, lastSecond);
  }

  private boolean isForgotten(String site, long lastSecond, Outputs out) {
    try {
      return decision.forget(site, lastSecond, out);
    } catch (RuntimeException e) {
      throw new StageException(
          new StageFailure.Defect(parts.stage() + " failed to forget " + site + ": " + e), e);
    }
  }

  /**
   * Findings are written early or at the end of their second, and a detector that reads again may choose otherwise: only their
   * ids are the same, so their reader looks at these. That a site is forgotten is repeated by all who write of it.
   */
  private boolean isRepeat(Event event) {
    if (event instanceof AnomalyDetected || event instanceof SiteForgotten) {
      return false;
    }
    String source = sourceOf(event);
    Long last = lastSeq.get(source);
    if (last != null && event.seq() <= last) {
      return true;
    }
    lastSeq.put(source, event.seq());
    return false;
  }

  /** The same file replayed as two sites has one source, and each site all of its seq. */
  private String sourceOf(Event event) {
    if (!event.source().equals(latestSource) || !event.site().equals(latestSite)) {
      latestSite = event.site();
      latestSource = event.source();
      latestKey = latestSite + '|' + latestSource;
    }
    return latestKey;
  }

  /** A decision that throws is our own mistake: its state may be half changed, so nothing of it may be saved. */
  private boolean onEvent(Event event, Outputs out) {
    try {
      return decision.onEvent(event, out);
    } catch (RuntimeException e) {
      throw new StageException(
          new StageFailure.Defect(parts.stage() + " failed on " + event + ": " + e), e);
    }
  }

  private Future<Void> writeRows(RowWriter writer, List<Event> outputs, boolean letters) {
    List<Event> stored = outputs.stream().filter(writer::stores).toList();
    if (stored.isEmpty() && !letters) {
      return Future.succeededFuture(); // the state is saved with the next row, or now and then
    }
    Save changes = state.changes(next, newestPassed());
    return parts
        .store()
        .write(List.of(new StageStore.Share(claim, changes, stored)), writer)
        .onSuccess(_ -> onSaved());
  }

  @Override
  public Future<Void> save() {
    if (!unsaved) {
      return Future.succeededFuture();
    }
    return parts.store().save(claim, state.changes(next, newestPassed())).onSuccess(_ -> onSaved());
  }

  private void onSaved() {
    state.saved();
    unsaved = false;
  }

  /** {@link Decision#gathers}. */
  boolean gathers() {
    return decision.gathers();
  }

  private Map<String, Long> newestPassed() {
    Map<String, Long> newest = new HashMap<>();
    passed.forEach((site, seconds) -> newest.put(site, seconds.newest()));
    return newest;
  }

  /** Seconds each site has passed here since it was claimed. */
  Map<String, PassedSeconds> passed() {
    return passed;
  }

  private static Outputs collecting(List<Event> collected) {
    return new Outputs() {
      @Override
      public void toHost(Topic topic, String host, Event event) {
        collected.add(event);
      }

      @Override
      public void toPartition(Topic topic, int partition, Event event) {
        collected.add(event);
      }

      @Override
      public void toAllPartitions(Topic topic, Event event) {
        collected.add(event);
      }
    };
  }

  /** The stage's own {@code Progress} says how far this partition is. */
  private Outputs watched(Outputs out) {
    return new Outputs() {
      @Override
      public void toHost(Topic topic, String host, Event event) {
        watch(event);
        out.toHost(topic, host, event);
      }

      @Override
      public void toPartition(Topic topic, int partition, Event event) {
        watch(event);
        out.toPartition(topic, partition, event);
      }

      @Override
      public void toAllPartitions(Topic topic, Event event) {
        watch(event);
        out.toAllPartitions(topic, event);
      }
    };
  }

  private void watch(Event event) {
    if (event instanceof Progress told && told.stage().equals(parts.stage())) {
      passed.computeIfAbsent(told.site(), _ -> new PassedSeconds()).add(told.completeThrough());
      parts.board().passed(parts.stage(), claim.partition(), told.site(), told.completeThrough());
    }
  }
}
