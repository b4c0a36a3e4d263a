package io.fedics.detect.domain.physics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Different items with the second each was last seen, oldest first. Its owner bounds it. Nothing is allocated while it is
 * empty: most hosts' are. Not thread-safe.
 */
final class Recent {
  private static final SequencedMap<String, Long> NONE =
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

  @Nullable
  private LinkedHashMap<String, Long> lastSeen;

  /** Seconds never go back. Returns true when the item is new. */
  boolean add(String item, long second) {
    if (lastSeen == null) {
      lastSeen = new LinkedHashMap<>(1); // most never hold a second item
    }
    return lastSeen.putLast(item, second) == null;
  }

  boolean contains(String item) {
    return items().containsKey(item);
  }

  int size() {
    return items().size();
  }

  /** How many were seen in {@code from} or later. */
  int since(long from) {
    int count = 0;
    for (long second : items().sequencedValues().reversed()) {
      if (second < from) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Forgets what was last seen before {@code from}; returns how many that were. */
  int expire(long from) {
    int expired = 0;
    Map.Entry<String, Long> oldest = items().firstEntry();
    while (oldest != null && oldest.getValue() < from) {
      dropOldest();
      expired++;
      oldest = items().firstEntry();
    }
    return expired;
  }

  /** As {@link #expire}; returns them, oldest first. */
  List<String> expired(long from) {
    List<String> expired = new ArrayList<>();
    Map.Entry<String, Long> oldest = items().firstEntry();
    while (oldest != null && oldest.getValue() < from) {
      dropOldest();
      expired.add(oldest.getKey());
      oldest = items().firstEntry();
    }
    return expired;
  }

  void dropOldest() {
    if (lastSeen == null) {
      return;
    }
    lastSeen.pollFirstEntry();
    if (lastSeen.isEmpty()) {
      lastSeen = null;
    }
  }

  /** The latest, newest first. */
  List<String> newest(int most) {
    return items().sequencedKeySet().reversed().stream().limit(most).toList();
  }

  private SequencedMap<String, Long> items() {
    return lastSeen == null ? NONE : lastSeen;
  }
}
