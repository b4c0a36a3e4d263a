package io.fedics.shared.stage;

import io.fedics.shared.codec.StateCodec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the runtime does on a restart: all state to bytes, and from bytes into a decision that saw nothing yet. */
public final class StateCopy {
  private static final StateCodec CODEC = new StateCodec();

  private StateCopy() {}

  /** Returns {@code fresh} with all state of {@code old}. */
  public static <D extends Decision> D into(D fresh, Decision old) {
    List<KeyedState<?>> from = old.state();
    List<KeyedState<?>> to = fresh.state();
    for (int i = 0; i < from.size(); i++) {
      KeyedState<?> target = to.get(i);
      bytesOf(from.get(i))
          .forEach((key, bytes) -> target.restore(key, CODEC.decode(bytes, target.type())));
    }
    return fresh;
  }

  /** Everything that is kept, as it is saved: {@code name|key}. */
  public static List<String> keys(Decision decision) {
    return decision.state().stream()
        .flatMap(part -> part.all().keySet().stream().map(key -> part.name() + '|' + key))
        .toList();
  }

  private static Map<String, byte[]> bytesOf(KeyedState<?> state) {
    Map<String, byte[]> bytes = new TreeMap<>();
    state.all().forEach((key, value) -> bytes.put(key, CODEC.encode(value)));
    return bytes;
  }
}
