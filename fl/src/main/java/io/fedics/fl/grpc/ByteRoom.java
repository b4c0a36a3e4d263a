package io.fedics.fl.grpc;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lends room for messages on their way, so that memory does not grow with the number of clients: what finds no room waits, in
 * order. One that is larger than all there is enters alone. What is lent too long is counted no more, so that a client that
 * dawdles over its message holds nobody up. Event loop only.
 */
final class ByteRoom {
  private final long capacity;
  private final Timer timer;
  private final Deque<Lease> waiting = new ArrayDeque<>();
  private long lent;

  /** Calls back when the longest time of a loan is over. */
  interface Timer {
    void start(Runnable over);
  }

  /**
   * @param capacity in bytes, positive
   */
  ByteRoom(long capacity, Timer timer) {
    this.capacity = capacity;
    this.timer = timer;
  }

  /** Room that is asked for, then lent, then given back. */
  final class Lease {
    private final long bytes;
    private final Runnable entered;
    private boolean isLent;

    private Lease(long bytes, Runnable entered) {
      this.bytes = bytes;
      this.entered = entered;
    }

    /** Whether it does not wait any more. */
    boolean isLent() {
      return isLent;
    }

    private void begin() {
      isLent = true;
      lent += bytes;
      timer.start(this::end);
      entered.run();
    }

    /** Gives it back, or waits no longer. A second time changes nothing. */
    void end() {
      if (isLent) {
        isLent = false;
        lent -= bytes;
        admit();
      } else {
        waiting.remove(this);
      }
    }
  }

  /**
   * @param entered run as soon as there is room, at once if there is
   */
  Lease enter(long bytes, Runnable entered) {
    var lease = new Lease(bytes, entered);
    waiting.addLast(lease);
    admit();
    return lease;
  }

  private void admit() {
    while (!waiting.isEmpty() && (lent == 0 || lent + waiting.getFirst().bytes <= capacity)) {
      waiting.removeFirst().begin();
    }
  }
}
