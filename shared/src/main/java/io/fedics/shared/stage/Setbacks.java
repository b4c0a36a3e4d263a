package io.fedics.shared.stage;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which partitions went back to their last save and have not come further since. Not thread-safe. */
final class Setbacks {
  private final Map<Place, Long> failedAt = new HashMap<>();

  private record Place(int partition, int input) {
    static Place of(Received record) {
      return new Place(record.partition(), record.input());
    }
  }

  /** The records could not be handled: the partition stands until the last of them was. */
  void failed(List<Received> records) {
    records.forEach(record -> failedAt.merge(Place.of(record), record.offset(), Math::max));
  }

  void handled(List<Received> records) {
    if (failedAt.isEmpty()) {
      return;
    }
    records.forEach(record ->
        failedAt.computeIfPresent(Place.of(record), (_, at) -> record.offset() < at ? at : null));
  }

  /** Others look after these partitions now. */
  void forget(Collection<Integer> partitions) {
    failedAt.keySet().removeIf(place -> partitions.contains(place.partition()));
  }

  /** Partitions that stand. */
  int count() {
    return Math.toIntExact(
        failedAt.keySet().stream().map(Place::partition).distinct().count());
  }
}
