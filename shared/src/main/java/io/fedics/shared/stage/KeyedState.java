package io.fedics.shared.stage;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * State by key that knows what changed since the last save, so that a save costs what changed, not what is kept. Values
 * are records, collections, or classes whose fields are their state; the runtime turns them into JSON and back.
 *
 * <p>A value that is changed in place must be marked with {@link #touch}; {@link #at} marks by itself. Not thread-safe.
 */
public final class KeyedState<V> {
  private final String name;
  private final Class<V> type;
  private final Map<String, V> values = new HashMap<>();
  private final Set<String> changed = new HashSet<>();

  /**
   * @param name unique within a decision, without {@code |}
   */
  public KeyedState(String name, Class<V> type) {
    this.name = name;
    this.type = type;
  }

  public String name() {
    return name;
  }

  public Class<V> type() {
    return type;
  }

  public @Nullable V get(String key) {
    return values.get(key);
  }

  public void put(String key, V value) {
    values.put(key, value);
    changed.add(key);
  }

  /** The value to change in place, made when absent; counts as changed. */
  public V at(String key, Supplier<V> absent) {
    changed.add(key);
    return values.computeIfAbsent(key, _ -> absent.get());
  }

  /** Says that the value was changed in place. */
  public void touch(String key) {
    changed.add(key);
  }

  public void remove(String key) {
    if (values.remove(key) != null) {
      changed.add(key);
    }
  }

  /** Looks at every key. */
  public void removeBeginningWith(String prefix) {
    removeIf((key, _) -> key.startsWith(prefix));
  }

  /** Looks at every key. */
  void removeIf(BiPredicate<String, V> which) {
    List<String> keys = values.entrySet().stream()
        .filter(entry -> which.test(entry.getKey(), entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
    keys.forEach(this::remove);
  }

  public Map<String, V> all() {
    return Collections.unmodifiableMap(values);
  }

  public int size() {
    return values.size();
  }

  /** Keys put, touched or removed since {@link #saved}. */
  Set<String> changedKeys() {
    return changed;
  }

  void saved() {
    changed.clear();
  }

  void restore(String key, Object value) {
    values.put(key, type.cast(value));
  }
}
