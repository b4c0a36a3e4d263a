package io.fedics.fl.benchmark;

import java.util.Arrays;
import java.util.List;

/** Places of rows, to find the nearest of. */
final class NeighbourMemory {
  /** Rows whose sums stay in the nearest cache. */
  private static final int BLOCK = 2_048;

  private final int neighbours;
  private final int count;
  private final NeighbourColumns columns;

  /**
   * @param places at least one
   * @param numbers columns that are numbers; the others are words
   * @param neighbours nearest that a distance is the mean of; all when there are fewer
   */
  NeighbourMemory(List<float[]> places, int numbers, int neighbours) {
    this.neighbours = Math.min(neighbours, places.size());
    this.count = places.size();
    this.columns = new NeighbourColumns(places.getFirst().length, numbers, count);
    for (int i = 0; i < count; i++) {
      columns.put(i, places.get(i));
    }
  }

  /** Mean Euclidean distance to the nearest. */
  double distance(float[] place) {
    float[] nearest = new float[neighbours];
    Arrays.fill(nearest, Float.MAX_VALUE);
    float[] squares = new float[BLOCK];
    for (int from = 0; from < count; from += BLOCK) {
      int length = Math.min(BLOCK, count - from);
      columns.squares(place, from, length, squares);
      for (int i = 0; i < length; i++) {
        if (squares[i] < nearest[nearest.length - 1]) {
          insert(squares[i], nearest);
        }
      }
    }
    double sum = 0;
    for (float square : nearest) {
      sum += Math.sqrt(square);
    }
    return sum / nearest.length;
  }

  /** Into the smallest, rising; the largest falls out. */
  private static void insert(float square, float[] nearest) {
    int place = nearest.length - 1;
    while (place > 0 && nearest[place - 1] > square) {
      nearest[place] = nearest[place - 1];
      place--;
    }
    nearest[place] = square;
  }
}
