package io.fedics.ingest.simulate.domain;

import java.util.Arrays;

/** A binary min-heap of activities by due time; the top is moved down in place, which is the hot path. */
final class Agenda {
  private Activity[] heap = new Activity[256];
  private int size;
  private long added;

  void add(Activity activity) {
    if (activity.due == Activity.NEVER) {
      return;
    }
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    activity.order = added++;
    int at = size++;
    while (at > 0 && before(activity, heap[(at - 1) / 2])) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = activity;
  }

  int size() {
    return size;
  }

  /** {@link Activity#NEVER} when nothing is left to happen. */
  long nextDue() {
    return size == 0 ? Activity.NEVER : heap[0].due;
  }

  /** Lets the next activity act; call only while {@link #nextDue} is not {@link Activity#NEVER}. */
  void step() {
    Activity top = heap[0];
    long next = top.act(); // may add others, never before now, so the top stays the top
    if (next < top.due) {
      throw new IllegalStateException(top + " went back in time");
    }
    top.due = next;
    if (top.due == Activity.NEVER) {
      top = heap[--size];
      if (size == 0) {
        return;
      }
    }
    siftDown(top);
  }

  private void siftDown(Activity moved) {
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], moved)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moved;
  }

  private static boolean before(Activity a, Activity b) {
    return a.due < b.due || (a.due == b.due && a.order < b.order);
  }
}
