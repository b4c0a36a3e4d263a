package io.fedics.app.up;

import io.fedics.app.config.DetectorName;
import io.fedics.detect.domain.Learning;
import io.fedics.detect.domain.Learns;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.Progress;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.Outputs;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How far each site is with learning, for people to see; decisions belong to one thread, this does not. */
final class LearningBoard {
  private final Map<Reader, Map<String, Learning>> byReader = new ConcurrentHashMap<>();

  private record Reader(String stage, int partition) {}

  /** The same decision; tells after each second how far it is, when it learns at all. */
  Decision watched(String stage, int partition, Decision decision) {
    if (!(decision instanceof Learns learns)) {
      return decision;
    }
    var reader = new Reader(stage, partition);
    return new WatchedDecision(decision) {
      @Override
      public boolean onEvent(Event event, Outputs out) {
        boolean used = decision.onEvent(event, out);
        if (event instanceof Progress) {
          byReader.put(reader, Map.copyOf(learns.learning()));
        }
        return used;
      }
    };
  }

  /**
   * By site, the least advanced reader, and the least advanced of each detector: {@code {"share": 0.62, "seconds_left": 540,
   * "detectors": {"iforest": {"share": 0.62, "seconds_left": 540}, "physics": {"share": 1.0, "seconds_left": 0}}}}. What a
   * detector does not tell is absent.
   */
  JsonObject json() {
    Map<String, Map<String, Learning>> least = new TreeMap<>();
    byReader.forEach((reader, sites) -> sites.forEach((site, learning) -> least
        .computeIfAbsent(site, _ -> new TreeMap<>())
        .merge(DetectorName.labelOf(reader.stage), learning, LearningBoard::lessOf)));
    return json(least);
  }

  /** Of several boards, each as {@link #json()}: again the least advanced. */
  static JsonObject least(List<JsonObject> boards) {
    Map<String, Map<String, Learning>> least = new TreeMap<>();
    for (JsonObject board : boards) {
      for (String site : board.fieldNames()) {
        JsonObject detectors = board.getJsonObject(site).getJsonObject("detectors");
        for (String detector : detectors.fieldNames()) {
          JsonObject told = detectors.getJsonObject(detector);
          least
              .computeIfAbsent(site, _ -> new TreeMap<>())
              .merge(
                  detector,
                  new Learning(told.getDouble("share"), told.getLong("seconds_left")),
                  LearningBoard::lessOf);
        }
      }
    }
    return json(least);
  }

  private static JsonObject json(Map<String, Map<String, Learning>> least) {
    var json = new JsonObject();
    least.forEach((site, detectors) -> {
      var each = new JsonObject();
      detectors.forEach((detector, learning) -> each.put(detector, json(learning)));
      Learning last = detectors.values().stream().reduce(LearningBoard::lessOf).orElseThrow();
      json.put(site, json(last).put("detectors", each));
    });
    return json;
  }

  private static Learning lessOf(Learning a, Learning b) {
    return a.share() <= b.share() ? a : b;
  }

  private static JsonObject json(Learning learning) {
    return new JsonObject()
        .put("share", learning.share())
        .put("seconds_left", learning.secondsLeft());
  }
}
