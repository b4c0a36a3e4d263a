package io.fedics.detect.domain;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Recent items by group (ports by peer, peers by port), least recently touched group first. Bounded over all groups;
 * the oldest go first. Not thread-safe.
 */
final class RecentGroups {
  private final LinkedHashMap<String, Recent> groups = new LinkedHashMap<>();
  private int items;

  /**
   * @param most items kept over all groups
   * @return true when the group did not have the item
   */
  boolean add(String group, String item, long second, int most) {
    Recent recent = groups.remove(group);
    if (recent == null) {
      recent = new Recent();
    }
    groups.put(group, recent);
    boolean fresh = recent.add(item, second);
    items += fresh ? 1 : 0;
    while (items > most) {
      dropOldest();
    }
    return fresh;
  }

  @Nullable
  Recent get(String group) {
    return groups.get(group);
  }

  int size() {
    return items;
  }

  /** Forgets what was last seen before {@code from}; returns how many that were. */
  int expire(long from) {
    int expired = 0;
    var each = groups.values().iterator();
    while (each.hasNext()) {
      Recent recent = each.next();
      expired += recent.expire(from);
      if (recent.size() == 0) {
        each.remove();
      }
    }
    items -= expired;
    return expired;
  }

  private void dropOldest() {
    var eldest = groups.firstEntry();
    eldest.getValue().dropOldest();
    items--;
    if (eldest.getValue().size() == 0) {
      groups.remove(eldest.getKey());
    }
  }
}
