package io.fedics.fl.benchmark;

import java.util.Arrays;
import java.util.List;

/** Places of rows, to find the nearest of. They lie column by column: so the sums of squares of many rows are vectors. */
final class NeighbourMemory {
  /** Rows whose sums stay in the nearest cache. */
  private static final int BLOCK = 2_048;
  /** Square of the distance of two words, as of one-hot vectors. */
  private static final float WORDS_DIFFER = 2;

  private final int numbers;
  private final int neighbours;
  private final int count;
  /** Shape {@code [columns][count]}. */
  private final float[][] columns;

  /**
   * @param places at least one
   * @param numbers columns that are numbers; the others are words
   * @param neighbours nearest that a distance is the mean of; all when there are fewer
   */
  NeighbourMemory(List<float[]> places, int numbers, int neighbours) {
    this.numbers = numbers;
    this.neighbours = Math.min(neighbours, places.size());
    this.count = places.size();
    this.columns = new float[places.getFirst().length][count];
    for (int i = 0; i < count; i++) {
      float[] place = places.get(i);
      for (int c = 0; c < place.length; c++) {
        columns[c][i] = place[c];
      }
    }
  }

  /** Mean Euclidean distance to the nearest. */
  double distance(float[] place) {
    float[] nearest = new float[neighbours];
    Arrays.fill(nearest, Float.MAX_VALUE);
    float[] squares = new float[BLOCK];
    for (int from = 0; from < count; from += BLOCK) {
      int length = Math.min(BLOCK, count - from);
      Arrays.fill(squares, 0, length, 0);
      for (int c = 0; c < place.length; c++) {
        if (c < numbers) {
          addNumbers(columns[c], from, length, place[c], squares);
        } else {
          addWords(columns[c], from, length, place[c], squares);
        }
      }
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

  private static void addNumbers(
      float[] column, int from, int length, float value, float[] squares) {
    for (int i = 0; i < length; i++) {
      float difference = column[from + i] - value;
      squares[i] += difference * difference;
    }
  }

  /** Ranks of different words are at least 1 apart. */
  private static void addWords(float[] column, int from, int length, float value, float[] squares) {
    for (int i = 0; i < length; i++) {
      squares[i] += Math.min(WORDS_DIFFER, WORDS_DIFFER * Math.abs(column[from + i] - value));
    }
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
