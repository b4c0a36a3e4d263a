package io.fedics.fl.benchmark;

import java.util.Arrays;

/** Places of the last records, to find the nearest of. Not thread-safe. */
final class NeighbourWindow {
  private final int neighbours;
  private final NeighbourColumns columns;
  private final float[] squares;
  private long seen;

  /**
   * @param columns of a place
   * @param numbers columns that are numbers; the others are words
   * @param capacity records remembered, 1 or more
   * @param neighbours how many are found, 1 or more
   */
  NeighbourWindow(int columns, int numbers, int capacity, int neighbours) {
    this.neighbours = neighbours;
    this.columns = new NeighbourColumns(columns, numbers, capacity);
    this.squares = new float[capacity];
  }

  int capacity() {
    return squares.length;
  }

  /** Remembers a record, in the place of the oldest. */
  int add(float[] place) {
    int slot = (int) (seen % squares.length);
    columns.put(slot, place);
    seen++;
    return slot;
  }

  /**
   * Slots of the nearest, nearest first; of equals the lowest slots. Fewer than asked for while fewer were seen.
   */
  int[] nearest(float[] place) {
    int count = (int) Math.min(seen, squares.length);
    columns.squares(place, 0, count, squares);
    int[] nearest = new int[Math.min(neighbours, count)];
    Arrays.fill(nearest, -1);
    for (int slot = 0; slot < count; slot++) {
      insert(slot, nearest);
    }
    return nearest;
  }

  private void insert(int slot, int[] nearest) {
    int at = nearest.length;
    while (at > 0 && (nearest[at - 1] < 0 || squares[nearest[at - 1]] > squares[slot])) {
      if (at < nearest.length) {
        nearest[at] = nearest[at - 1];
      }
      at--;
    }
    if (at < nearest.length) {
      nearest[at] = slot;
    }
  }
}
