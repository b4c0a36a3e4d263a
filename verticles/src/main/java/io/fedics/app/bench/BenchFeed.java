package io.fedics.app.bench;

import io.fedics.ingest.SimulationFeed;
import io.fedics.shared.event.FlowObserved;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The simulated flows until the time is over, never more than so many ahead of the slowest reader: what waits in
 * the broker is bounded, and delays say how long the pipeline takes, not how long the queue is. Called from one thread.
 */
final class BenchFeed implements Iterator<FlowObserved> {
  private static final int LOOK_EVERY = 1_000;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final SimulationFeed flows;
  private final LongSupplier read;
  private final long endNanos;
  private final long ahead;
  private final Map<String, Long> newest = new ConcurrentHashMap<>();
  private long taken;

  /**
   * @param read flows that every reader has handled
   * @param endNanos of {@link System#nanoTime}
   * @param ahead flows, see {@link BenchPlan}
   */
  BenchFeed(SimulationFeed flows, LongSupplier read, long endNanos, long ahead) {
    this.flows = flows;
    this.read = read;
    this.endNanos = endNanos;
    this.ahead = ahead;
  }

  @Override
  public boolean hasNext() {
    return System.nanoTime() < endNanos && flows.hasNext();
  }

  @Override
  public FlowObserved next() {
    if (taken % LOOK_EVERY == 0) {
      awaitReaders();
    }
    FlowObserved flow = flows.next();
    taken++;
    newest.merge(flow.site(), flow.second(), Math::max);
    return flow;
  }

  private void awaitReaders() {
    while (taken - read.getAsLong() > ahead && System.nanoTime() < endNanos) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Newest epoch second by site. */
  Map<String, Long> newest() {
    return newest;
  }
}
