package io.fedics.incident.domain;

import io.fedics.shared.event.Reason;
import java.util.List;
import java.util.Optional;

/** Over how long a reason was counted: a feature ends with it, {@code distinct-ports-10m}. */
final class Horizon {
  /** The longest horizon of any rule, seconds. */
  static final long LONGEST = 3_600;

  private Horizon() {}

  /** Seconds that the reasons look back, at most {@link #LONGEST}: the longest horizon, or three periods of a beacon. */
  static long of(List<Reason> reasons) {
    long longest = 0;
    for (Reason reason : reasons) {
      longest = Math.max(longest, of(reason));
    }
    return Math.min(LONGEST, longest);
  }

  private static long of(Reason reason) {
    if (reason.feature().equals("period-seconds")) {
      return Math.round(3 * reason.value());
    }
    return text(reason.feature())
        .map(horizon -> amount(horizon) * unit(horizon))
        .orElse(0L);
  }

  /** {@code 10m}. */
  static Optional<String> text(String feature) {
    String end = feature.substring(feature.lastIndexOf('-') + 1);
    return end.matches("[0-9]{1,4}[smh]") ? Optional.of(end) : Optional.empty();
  }

  private static long amount(String horizon) {
    return Long.parseLong(horizon, 0, horizon.length() - 1, 10);
  }

  private static long unit(String horizon) {
    return switch (horizon.charAt(horizon.length() - 1)) {
      case 's' -> 1;
      case 'm' -> 60;
      default -> 3_600;
    };
  }
}
