package io.fedics.detect.domain.learned;

import io.fedics.fl.model.bundle.Bundle;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Models kept open, as sites may be judged by different ones; bounded. Not thread-safe. */
final class OpenedModels<M> {
  private final int most;
  private final Function<Bundle, M> open;
  private final Map<String, M> opened = new HashMap<>();

  /**
   * @param most models; more would be those of many changes
   */
  OpenedModels(int most, Function<Bundle, M> open) {
    this.most = most;
    this.open = open;
  }

  M of(Bundle bundle) {
    if (opened.size() > most) {
      opened.clear();
    }
    return opened.computeIfAbsent(bundle.sha256(), _ -> open.apply(bundle));
  }
}
