package io.fedics.shared.stage;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Of one reader: what its partitions write at the same time goes into one transaction, because a commit waits for the
 * disk and a statement costs something however few rows it brings. When that fails for the sake of one partition, each
 * is written alone, so the others lose nothing. Everything happens on the reader's context.
 */
final class JointStageStore implements StageStore {
  private final StageStore store;
  private final Context context;
  private final List<Waiting> waiting = new ArrayList<>();

  private record Waiting(Share share, Promise<Void> written) {
    int partition() {
      return share.claim().partition();
    }
  }

  JointStageStore(StageStore store, Context context) {
    this.store = store;
    this.context = context;
  }

  /** Waits for what else this reader writes, by the same writer, before its context comes to rest. */
  @Override
  public Future<Void> write(List<Share> shares, RowWriter rows) {
    if (waiting.isEmpty()) {
      context.runOnContext(_ -> writeWaiting(rows));
    }
    List<Future<Void>> written = new ArrayList<>();
    for (Share share : shares) {
      var mine = new Waiting(share, Promise.promise());
      waiting.add(mine);
      written.add(mine.written.future());
    }
    return Future.join(written).mapEmpty();
  }

  /** In the order of partitions: two owners of the same ones never wait for each other in a circle. */
  private void writeWaiting(RowWriter rows) {
    List<Waiting> together =
        waiting.stream().sorted(Comparator.comparingInt(Waiting::partition)).toList();
    waiting.clear();
    store
        .write(together.stream().map(Waiting::share).toList(), rows)
        .onSuccess(_ -> together.forEach(one -> one.written.complete()))
        .onFailure(error -> onFailure(together, rows, error));
  }

  private void onFailure(List<Waiting> together, RowWriter rows, Throwable error) {
    if (together.size() == 1 || isForAll(error)) {
      together.forEach(one -> one.written.fail(error));
    } else {
      together.forEach(one -> store.write(List.of(one.share), rows).onComplete(one.written));
    }
  }

  private static boolean isForAll(Throwable error) {
    return StageException.failureOf(error) instanceof StageFailure.Unavailable;
  }

  @Override
  public Future<Claim> claim(String stage, int partition, List<String> topicIds) {
    return store.claim(stage, partition, topicIds);
  }

  @Override
  public Future<Void> save(Claim claim, Save save) {
    return store.save(claim, save);
  }

  @Override
  public Future<Map<String, Map<String, Long>>> progressOf(Collection<String> stages) {
    return store.progressOf(stages);
  }
}
