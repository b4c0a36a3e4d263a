package io.fedics.app.offline;

import io.fedics.app.config.DetectorName;
import io.fedics.detect.domain.learned.HostSecondFeatures;
import io.fedics.detect.domain.learned.SequenceMemory;
import io.fedics.fl.simulate.WindowTask;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostSecond;
import io.fedics.shared.topic.Topic;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Windows of hosts, made of flows by aggregation as in service. For one site they do not overlap, so that a second of a host
 * is in one record only, and those held out are later than all that are trained on.
 */
public final class HostWindows {
  /** Values of one window. */
  public static final int SIZE = SequenceMemory.STEPS * HostSecondFeatures.COUNT;

  /** Of one site, some 340 MB. */
  private static final int MOST = 100_000;

  /** One window and its last second. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Window(long second, float[] values) {}

  /** Told of every window, whose values are still to be written. */
  public interface Sink {
    void take(String host, SequenceMemory memory);
  }

  private HostWindows() {}

  /**
   * @param flows of one site, in order of time
   * @param every seconds between the ends of two windows of a host, at least
   */
  public static void forEach(
      OfflineStages stages, Iterator<FlowObserved> flows, int every, Sink sink) {
    Map<String, SequenceMemory> hosts = new HashMap<>();
    OfflineStages alone = stages.with(EnumSet.noneOf(DetectorName.class));
    var offline = Offline.detecting(alone, 1, (topic, event) -> {
      if (event instanceof HostActivityPart part
          && topic == Topic.HOST_ACTIVITY
          && !part.host().equals(HostActivityPart.OTHERS)) {
        SequenceMemory memory =
            hosts.computeIfAbsent(part.site() + '|' + part.host(), _ -> new SequenceMemory());
        memory.add(HostSecond.of(part)); // one partition: a part is the whole
        if (memory.isWhole() && memory.sinceJudged() >= every) {
          memory.markJudged();
          sink.take(part.host(), memory);
        }
      }
    });
    flows.forEachRemaining(offline::accept);
    offline.finish();
  }

  /**
   * The windows of a site's own hosts. One that lies on both sides of the cut is left out.
   *
   * @param flows of one site, in order of time
   * @param heldOut share of the windows, the last by time, in (0, 1)
   * @param name of where they are from, for messages
   * @throws UsageException when a part has no window, or there are more than fit into memory
   */
  public static WindowTask.Windows ofSite(
      OfflineStages stages,
      Prefixes own,
      Iterator<FlowObserved> flows,
      double heldOut,
      String name) {
    List<Window> windows = new ArrayList<>();
    forEach(stages, flows, SequenceMemory.STEPS, (host, memory) -> {
      if (own.contains(host)) {
        if (windows.size() == MOST) {
          throw new UsageException("%s: more than %,d windows of own hosts (expected: fewer files)"
              .formatted(name, MOST));
        }
        float[] values = new float[SIZE];
        memory.window(values, 0);
        windows.add(new Window(memory.newest(), values));
      }
    });
    return cut(windows, heldOut, name);
  }

  private static WindowTask.Windows cut(List<Window> windows, double heldOut, String name) {
    long[] seconds = windows.stream().mapToLong(Window::second).sorted().toArray();
    int kept = (int) Math.ceil(heldOut * seconds.length);
    long last = kept < seconds.length ? seconds[seconds.length - 1 - kept] : Long.MIN_VALUE;
    List<float[]> training =
        windows.stream().filter(one -> one.second <= last).map(Window::values).toList();
    List<float[]> later = windows.stream()
        .filter(one -> one.second - SequenceMemory.STEPS + 1 > last)
        .map(Window::values)
        .toList();
    if (training.isEmpty() || later.isEmpty()) {
      throw new UsageException(
          ("%s: %,d windows of %d s of own hosts, %,d to train on and %,d after them (expected: at least 1 each;"
                  + " own addresses are aggregate.own-prefixes)")
              .formatted(
                  name, seconds.length, SequenceMemory.STEPS, training.size(), later.size()));
    }
    return new WindowTask.Windows(training, later);
  }
}
