package io.fedics.ingest.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts any number of flows in bounded memory: what is over the limit is sorted and spilled, the spilled runs are merged.
 * Used in two steps, all {@link #add}, then one {@link #sorted}. Not thread-safe.
 */
final class FlowSorter implements AutoCloseable {
  /** Open files at a time, of 64 kB each. */
  private static final int MOST_RUNS = 64;

  private final SortSettings settings;
  private final List<SortedRun> runs = new ArrayList<>();
  private List<PackedFlow> held = new ArrayList<>();
  private long heldBytes;
  private int spilled;

  FlowSorter(SortSettings settings) {
    this.settings = settings;
  }

  void add(PackedFlow flow) {
    held.add(flow);
    heldBytes += flow.bytes().length + PackedFlow.OVERHEAD_BYTES;
    if (heldBytes > settings.memoryBytes()) {
      spill();
    }
  }

  /** Runs written so far. */
  int spilled() {
    return spilled;
  }

  /** All that was added, in order; takes itself apart as it goes. */
  Iterator<PackedFlow> sorted() {
    if (runs.isEmpty()) {
      Collections.sort(held);
      return held.iterator();
    }
    if (!held.isEmpty()) {
      spill();
    }
    return new Merge(runs);
  }

  private void spill() {
    Collections.sort(held);
    runs.add(SortedRun.write(held.iterator(), settings.folder()));
    held = new ArrayList<>();
    heldBytes = 0;
    spilled++;
    if (runs.size() == MOST_RUNS) {
      SortedRun merged = SortedRun.write(new Merge(runs), settings.folder());
      close();
      runs.add(merged);
    }
  }

  @Override
  public void close() {
    runs.forEach(SortedRun::close);
    runs.clear();
  }

  private static final class Merge implements Iterator<PackedFlow> {
    private final PriorityQueue<SortedRun> waiting =
        new PriorityQueue<>(Comparator.comparing(SortedRun::peek));

    Merge(List<SortedRun> runs) {
      runs.stream().filter(SortedRun::hasNext).forEach(waiting::add);
    }

    @Override
    public boolean hasNext() {
      return !waiting.isEmpty();
    }

    @Override
    public PackedFlow next() {
      SortedRun run = waiting.remove();
      PackedFlow next = run.next();
      if (run.hasNext()) {
        waiting.add(run);
      }
      return next;
    }
  }
}
