package io.fedics.app.offline;

import io.fedics.detect.domain.learned.FlowFeatures;
import io.fedics.fl.simulate.ForestTask;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Flows of a site as an isolation forest reads them; those held out are later than all that are trained on. */
public final class FlowRows {
  /** Of one site, some 300 MB. */
  private static final int MOST = 2_000_000;

  private FlowRows() {}

  /**
   * @param flows of one site, presumed normal, in order of time
   * @param heldOut share of them, the last by time, in (0, 1)
   * @param name of where they are from, for messages
   * @throws UsageException when there are more than fit into memory
   */
  public static ForestTask.Flows ofSite(
      Iterator<FlowObserved> flows, Prefixes own, double heldOut, String name) {
    List<double[]> rows = new ArrayList<>();
    flows.forEachRemaining(flow -> FlowFeatures.of(flow, own).ifPresent(row -> {
      if (rows.size() == MOST) {
        throw new UsageException(
            "%s: more than %,d flows (expected: fewer files)".formatted(name, MOST));
      }
      rows.add(row);
    }));
    int cut = (int) Math.floor((1 - heldOut) * rows.size());
    return new ForestTask.Flows(
        rows.subList(0, cut).toArray(double[][]::new),
        rows.subList(cut, rows.size()).toArray(double[][]::new));
  }
}
