package io.fedics.shared.stage;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.Event;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what a database would, with the same fence. */
final class InMemoryStageStore implements StageStore {
  private final Map<String, Claim> newest = new HashMap<>();
  private final Map<String, Map<String, byte[]>> state = new HashMap<>();
  private final Map<String, long[]> next = new HashMap<>();
  private final List<Event> rows = new ArrayList<>();

  @Override
  public Future<Claim> claim(String stage, int partition, List<String> topicIds) {
    String key = stage + '/' + partition;
    Claim old = newest.get(key);
    var claim = new Claim(
        stage,
        partition,
        old == null ? 1 : old.epoch() + 1,
        next.getOrDefault(key, new long[topicIds.size()]).clone(),
        Map.copyOf(state.getOrDefault(key, Map.of())));
    newest.put(key, claim);
    return Future.succeededFuture(claim);
  }

  /** Raises the epoch, as another owner would. */
  void fence(String stage, int partition) {
    claim(stage, partition, List.of("any")).map(Claim::epoch);
  }

  @Override
  public Future<Void> save(Claim claim, Save save) {
    String key = claim.stage() + '/' + claim.partition();
    Claim owner = newest.get(key);
    if (owner == null || owner.epoch() != claim.epoch()) {
      return Future.failedFuture(
          new StageException(new StageFailure.Fenced(claim + " is not the newest")));
    }
    next.put(key, save.next());
    Map<String, byte[]> kept = state.computeIfAbsent(key, _ -> new HashMap<>());
    kept.putAll(save.changed());
    kept.keySet().removeAll(save.gone());
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> write(Claim claim, Save save, RowWriter writer, List<Event> events) {
    return save(claim, save).onSuccess(_ -> rows.addAll(events));
  }

  List<Event> rows() {
    return rows;
  }

  @Override
  public Future<Map<String, Map<String, Long>>> progressOf(Collection<String> stages) {
    return Future.succeededFuture(Map.of());
  }
}
