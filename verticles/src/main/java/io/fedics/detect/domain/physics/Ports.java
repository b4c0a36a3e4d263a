package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.SourceFlow;
import io.fedics.shared.event.RoleActivity;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What the distinct destination ports of a host-second say. */
final class Ports {
  private Ports() {}

  /** The one port there was, or null. */
  static @Nullable Integer only(RoleActivity activity) {
    SortedSet<String> ports = activity.ports().exactValues();
    return ports.size() == 1 ? number(ports.first()) : null;
  }

  /** Whether every port is one a client picks, so that the sensor took the answer for the question. */
  static boolean allEphemeral(RoleActivity activity) {
    SortedSet<String> ports = activity.ports().exactValues();
    return !ports.isEmpty()
        && ports.stream().allMatch(port -> {
          Integer number = number(port);
          return number != null && number >= SourceFlow.EPHEMERAL;
        });
  }

  private static @Nullable Integer number(String port) {
    try {
      int value = Integer.parseInt(port);
      return value > 0 && value <= 65_535 ? value : null;
    } catch (NumberFormatException _) {
      return null; // counted under a protocol's name
    }
  }
}
