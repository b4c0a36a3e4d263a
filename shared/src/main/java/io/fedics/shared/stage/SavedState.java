package io.fedics.shared.stage;

import io.fedics.shared.codec.StateCodec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All keyed state of one partition, as bytes by {@code name|key}. */
final class SavedState {
  private final List<KeyedState<?>> parts;
  private final StateCodec codec;

  SavedState(List<KeyedState<?>> parts, StateCodec codec) {
    this.parts = parts;
    this.codec = codec;
  }

  void restore(Map<String, byte[]> saved) {
    Map<String, KeyedState<?>> byName = new HashMap<>();
    parts.forEach(part -> byName.put(part.name(), part));
    saved.forEach((name, bytes) -> {
      int bar = name.indexOf('|');
      KeyedState<?> part = byName.get(name.substring(0, bar));
      if (part != null) {
        part.restore(name.substring(bar + 1), codec.decode(bytes, part.type()));
      }
    });
  }

  /** What changed since {@link #saved}. */
  Save changes(long[] next, Map<String, Long> progress) {
    Map<String, byte[]> changed = new HashMap<>();
    Set<String> gone = new HashSet<>();
    for (KeyedState<?> part : parts) {
      for (String key : part.changedKeys()) {
        Object value = part.get(key);
        if (value == null) {
          gone.add(part.name() + '|' + key);
        } else {
          changed.put(part.name() + '|' + key, codec.encode(value));
        }
      }
    }
    return new Save(next.clone(), changed, gone, Map.copyOf(progress));
  }

  void saved() {
    parts.forEach(KeyedState::saved);
  }
}
