package io.fedics.shared.stage;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.SourceOpened;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A store that takes no transaction with a certain source, and keeps which partitions each was of. */
final class RefusingStageStore implements StageStore {
  private final InMemoryStageStore store;
  private final String refused;
  private final StageFailure why;
  private final List<List<Integer>> transactions = new ArrayList<>();

  /**
   * @param refused name of the source that was opened
   */
  RefusingStageStore(InMemoryStageStore store, String refused, StageFailure why) {
    this.store = store;
    this.refused = refused;
    this.why = why;
  }

  List<List<Integer>> transactions() {
    return transactions;
  }

  @Override
  public Future<Void> write(List<Share> shares, RowWriter rows) {
    transactions.add(shares.stream().map(share -> share.claim().partition()).toList());
    return shares.stream().flatMap(share -> share.events().stream()).anyMatch(this::isRefused)
        ? Future.failedFuture(new StageException(why))
        : store.write(shares, rows);
  }

  private boolean isRefused(Event event) {
    return ((SourceOpened) event).opened().equals(refused);
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
