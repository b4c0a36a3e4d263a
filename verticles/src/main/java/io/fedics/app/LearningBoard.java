package io.fedics.app;

import io.fedics.detect.domain.Learning;
import io.fedics.detect.domain.Learns;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.Progress;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.Outputs;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How far each site is with learning, for people to see; decisions belong to one thread, this does not. */
final class LearningBoard {
  private final Map<String, Map<String, Learning>> byReader = new ConcurrentHashMap<>();

  /** The same decision; tells after each second how far it is, when it learns at all. */
  Decision watched(String stage, int partition, Decision decision) {
    if (!(decision instanceof Learns learns)) {
      return decision;
    }
    String reader = stage + '/' + partition;
    return new Decision() {
      @Override
      public boolean onEvent(Event event, Outputs out) {
        boolean used = decision.onEvent(event, out);
        if (event instanceof Progress) {
          byReader.put(reader, Map.copyOf(learns.learning()));
        }
        return used;
      }

      @Override
      public List<KeyedState<?>> state() {
        return decision.state();
      }
    };
  }

  /** By site, the least advanced partition: {@code {"share": 0.62, "seconds_left": 540}}. */
  JsonObject json() {
    Map<String, Learning> least = new TreeMap<>();
    byReader
        .values()
        .forEach(sites -> sites.forEach((site, learning) ->
            least.merge(site, learning, (a, b) -> a.share() <= b.share() ? a : b)));
    var json = new JsonObject();
    least.forEach((site, learning) -> json.put(
        site,
        new JsonObject()
            .put("share", learning.share())
            .put("seconds_left", learning.secondsLeft())));
    return json;
  }
}
