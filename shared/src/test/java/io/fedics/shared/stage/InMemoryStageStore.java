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
    return keep(List.of(new Share(claim, save, List.of())));
  }

  @Override
  public Future<Void> write(List<Share> shares, RowWriter writer) {
    return keep(shares);
  }

  private Future<Void> keep(List<Share> shares) {
    for (Share share : shares) {
      Claim owner = newest.get(nameOf(share.claim()));
      if (owner == null || owner.epoch() != share.claim().epoch()) {
        return Future.failedFuture(
            new StageException(new StageFailure.Fenced(share.claim() + " is not the newest")));
      }
    }
    for (Share share : shares) {
      String key = nameOf(share.claim());
      next.put(key, share.save().next());
      Map<String, byte[]> kept = state.computeIfAbsent(key, _ -> new HashMap<>());
      kept.putAll(share.save().changed());
      kept.keySet().removeAll(share.save().gone());
      rows.addAll(share.events());
    }
    return Future.succeededFuture();
  }

  private static String nameOf(Claim claim) {
    return claim.stage() + '/' + claim.partition();
  }

  List<Event> rows() {
    return rows;
  }

  @Override
  public Future<Map<String, Map<String, Long>>> progressOf(Collection<String> stages) {
    return Future.succeededFuture(Map.of());
  }
}
