package io.fedics.present.history;

import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** How many records the stages of this process had not read yet, second by second, for the last hour. Not thread-safe. */
public final class LagHistory {
  private static final int SECONDS = 3_600;

  private record Point(long second, double lag) {}

  private final Deque<Point> points = new ArrayDeque<>();

  public void add(long second, double lag) {
    points.addLast(new Point(second, lag));
    if (points.size() > SECONDS) {
      points.removeFirst();
    }
  }

  /** {@code [second, min, max, mean]} per step. */
  JsonArray rows(Instant from, Instant to, long step) {
    Map<Long, double[]> steps = new TreeMap<>();
    for (Point point : points) {
      if (point.second() >= from.getEpochSecond() && point.second() < to.getEpochSecond()) {
        double[] sums = steps.computeIfAbsent(
            point.second() / step * step, _ -> new double[] {Double.MAX_VALUE, 0, 0, 0});
        sums[0] = Math.min(sums[0], point.lag());
        sums[1] = Math.max(sums[1], point.lag());
        sums[2] += point.lag();
        sums[3]++;
      }
    }
    var rows = new JsonArray();
    steps.forEach((second, sums) ->
        rows.add(new JsonArray().add(second).add(sums[0]).add(sums[1]).add(sums[2] / sums[3])));
    return rows;
  }
}
