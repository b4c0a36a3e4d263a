package io.fedics.detect.domain.physics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Recent items by group (ports by peer, peers by port), least recently touched group first. Bounded over all groups;
 * the oldest go first. Nothing is allocated while it is empty: most hosts' are. Not thread-safe.
 */
final class RecentGroups {
  @Nullable
  private LinkedHashMap<String, Recent> groups;

  private int items;

  /**
   * @param most items kept over all groups
   * @return true when the group did not have the item
   */
  boolean add(String group, String item, long second, int most) {
    if (groups == null) {
      groups = new LinkedHashMap<>(1); // most never hold a second group
    }
    Recent recent = groups.get(group);
    if (recent == null) {
      recent = new Recent();
    }
    groups.putLast(group, recent);
    boolean fresh = recent.add(item, second);
    items += fresh ? 1 : 0;
    while (items > most) {
      dropOldest(groups);
    }
    return fresh;
  }

  @Nullable
  Recent get(String group) {
    return groups == null ? null : groups.get(group);
  }

  int size() {
    return items;
  }

  /** Forgets what was last seen before {@code from}; returns how many that were. */
  int expire(long from) {
    if (groups == null) {
      return 0;
    }
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
    if (items == 0) {
      groups = null;
    }
    return expired;
  }

  private void dropOldest(SequencedMap<String, Recent> groups) {
    Map.Entry<String, Recent> eldest = groups.firstEntry();
    eldest.getValue().dropOldest();
    items--;
    if (eldest.getValue().size() == 0) {
      groups.remove(eldest.getKey());
    }
  }
}
