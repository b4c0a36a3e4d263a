package io.fedics.detect.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Different items with the second each was last seen, oldest first. Its owner bounds it. Not thread-safe. */
final class Recent {
  private final LinkedHashMap<String, Long> lastSeen = new LinkedHashMap<>();

  /** Seconds never go back. Returns true when the item is new. */
  boolean add(String item, long second) {
    boolean fresh = lastSeen.remove(item) == null;
    lastSeen.put(item, second);
    return fresh;
  }

  boolean contains(String item) {
    return lastSeen.containsKey(item);
  }

  int size() {
    return lastSeen.size();
  }

  /** How many were seen in {@code from} or later. */
  int since(long from) {
    int count = 0;
    for (long second : lastSeen.sequencedValues().reversed()) {
      if (second < from) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Forgets what was last seen before {@code from}; returns how many that were. */
  int expire(long from) {
    int before = lastSeen.size();
    var oldest = lastSeen.entrySet().iterator();
    while (oldest.hasNext() && oldest.next().getValue() < from) {
      oldest.remove();
    }
    return before - lastSeen.size();
  }

  /** As {@link #expire}; returns them, oldest first. */
  List<String> expired(long from) {
    List<String> expired = new ArrayList<>();
    for (Map.Entry<String, Long> entry : lastSeen.sequencedEntrySet()) {
      if (entry.getValue() >= from) {
        break;
      }
      expired.add(entry.getKey());
    }
    expired.forEach(lastSeen::remove);
    return expired;
  }

  void dropOldest() {
    lastSeen.pollFirstEntry();
  }

  /** The latest, newest first. */
  List<String> newest(int most) {
    List<String> items = new ArrayList<>();
    for (Map.Entry<String, Long> entry : lastSeen.sequencedEntrySet().reversed()) {
      if (items.size() == most) {
        break;
      }
      items.add(entry.getKey());
    }
    return items;
  }
}
