package io.fedics.fl.benchmark;

import java.util.Arrays;

/** Places of rows, column by column: so the sums of squares of many rows are vectors. */
final class NeighbourColumns {
  /** Square of the distance of two words, as of one-hot vectors. */
  private static final float WORDS_DIFFER = 2;

  private final int numbers;
  /** Shape {@code [columns][capacity]}. */
  private final float[][] columns;

  /**
   * @param count of the columns
   * @param numbers columns that are numbers; the others are words
   * @param capacity rows
   */
  NeighbourColumns(int count, int numbers, int capacity) {
    this.numbers = numbers;
    this.columns = new float[count][capacity];
  }

  /**
   * @param slot in [0, capacity); what was there is forgotten
   */
  void put(int slot, float[] place) {
    for (int c = 0; c < place.length; c++) {
      columns[c][slot] = place[c];
    }
  }

  /**
   * Squares of the distances of some rows.
   *
   * @param squares shape {@code [length]} or longer; written
   */
  void squares(float[] place, int from, int length, float[] squares) {
    Arrays.fill(squares, 0, length, 0);
    for (int c = 0; c < place.length; c++) {
      if (c < numbers) {
        addNumbers(columns[c], from, length, place[c], squares);
      } else {
        addWords(columns[c], from, length, place[c], squares);
      }
    }
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
}
