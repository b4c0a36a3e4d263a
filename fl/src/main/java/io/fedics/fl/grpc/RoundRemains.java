package io.fedics.fl.grpc;

/**
 * Has the heap collected once rounds have left many dead arrays of a model's size. The collector alone lets them fill the heap up
 * to its limit before it looks for them, because they are too large to die young: memory would follow the limit instead of the
 * model. Only for a process that does nothing else: everything in it waits for the collection. Not thread-safe.
 */
public final class RoundRemains {
  /** So that small models are never collected for, and large ones not in every round. */
  private static final long MOST_BYTES = 32 << 20;
  /** The model before, exact sums of all updates, two questions. */
  private static final long BYTES_PER_PARAMETER = 8 + 24 + 8;

  private final Runnable collect;
  private long bytes;

  /**
   * @param collect has the heap collected
   */
  public RoundRemains(Runnable collect) {
    this.collect = collect;
  }

  /** A round with a model of so many parameters is over. */
  public void add(long parameters) {
    bytes += parameters * BYTES_PER_PARAMETER;
    if (bytes >= MOST_BYTES) {
      bytes = 0;
      collect.run();
    }
  }
}
