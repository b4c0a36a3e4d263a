package io.fedics.shared.stage;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.stage.StageStore.Share;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Of one reader: what its partitions write at the same time goes into one transaction, because a commit waits for the
 * disk and a statement costs something however few rows it brings. When that fails for the sake of one partition, each
 * is written alone, so the others lose nothing. Everything happens on the reader's context.
 */
final class JointWrites {
  private final StageStore store;
  private final RowWriter rows;
  private final Context context;
  private final List<Waiting> waiting = new ArrayList<>();

  private record Waiting(Share share, Promise<Void> written) {
    int partition() {
      return share.claim().partition();
    }
  }

  JointWrites(StageStore store, RowWriter rows, Context context) {
    this.store = store;
    this.rows = rows;
    this.context = context;
  }

  /** Waits for what else this reader writes before its context comes to rest. */
  Future<Void> write(Share share) {
    if (waiting.isEmpty()) {
      context.runOnContext(_ -> writeWaiting());
    }
    var mine = new Waiting(share, Promise.promise());
    waiting.add(mine);
    return mine.written.future();
  }

  /** In the order of partitions: two owners of the same ones never wait for each other in a circle. */
  private void writeWaiting() {
    List<Waiting> together =
        waiting.stream().sorted(Comparator.comparingInt(Waiting::partition)).toList();
    waiting.clear();
    store
        .write(together.stream().map(Waiting::share).toList(), rows)
        .onSuccess(_ -> together.forEach(one -> one.written.complete()))
        .onFailure(error -> onFailure(together, error));
  }

  private void onFailure(List<Waiting> together, Throwable error) {
    if (together.size() == 1 || isForAll(error)) {
      together.forEach(one -> one.written.fail(error));
    } else {
      together.forEach(one -> store.write(List.of(one.share), rows).onComplete(one.written));
    }
  }

  private static boolean isForAll(Throwable error) {
    return StageException.failureOf(error) instanceof StageFailure.Unavailable;
  }
}
