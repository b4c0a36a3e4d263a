package io.fedics.present.live;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of one address on their way to browsers: the newest of each key, so many and no more a frame. What was
 * merged or left out is counted, never hidden. Pure; not thread-safe.
 */
final class FrameBuffer {
  static final int MOST_ROWS = 50;
  /** UTF-16 units of the rows; the frame around them takes the rest of 16 kB. */
  static final int MOST_CHARS = 15_000;

  private static final int MOST_WAITING = 500;

  private final String site;
  private final String epoch;
  private final boolean keepsRest;
  private final Map<String, JsonObject> waiting = new LinkedHashMap<>();
  private long conflated;
  private long seq;

  /**
   * @param epoch changes when the publisher restarts
   * @param keepsRest whether rows that do not fit wait for the next frame; else they are counted and left out
   */
  FrameBuffer(String site, String epoch, boolean keepsRest) {
    this.site = site;
    this.epoch = epoch;
    this.keepsRest = keepsRest;
  }

  void add(String key, JsonObject row) {
    if (waiting.remove(key) != null) {
      conflated++;
    }
    waiting.put(key, row);
    if (waiting.size() > MOST_WAITING) {
      waiting.remove(waiting.keySet().iterator().next());
      conflated++;
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * The next frame, oldest row first; empty when there is nothing to send.
   *
   * @param at time of sending, RFC 3339
   */
  Optional<JsonObject> take(String at) {
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    List<Map.Entry<String, JsonObject>> entries = new ArrayList<>(waiting.entrySet());
    List<Map.Entry<String, JsonObject>> order = keepsRest ? entries : entries.reversed();
    var rows = new ArrayList<JsonObject>();
    int chars = 0;
    for (Map.Entry<String, JsonObject> entry : order) {
      int length = entry.getValue().encode().length();
      boolean fits = rows.size() < MOST_ROWS && chars + length <= MOST_CHARS;
      if (!fits && !(rows.isEmpty() && keepsRest)) {
        break;
      }
      if (fits) {
        rows.add(entry.getValue());
        chars += length;
      } else {
        conflated++; // larger than any frame: people get it by REST
      }
      waiting.remove(entry.getKey());
      if (!fits) {
        break;
      }
    }
    if (!keepsRest) {
      conflated += waiting.size();
      waiting.clear();
    }
    var list = new JsonArray(keepsRest ? rows : rows.reversed());
    var frame = new JsonObject()
        .put("epoch", epoch)
        .put("seq", ++seq)
        .put("at", at)
        .put("site", site)
        .put("conflated", conflated)
        .put("rows", list);
    conflated = 0;
    return Optional.of(frame);
  }
}
