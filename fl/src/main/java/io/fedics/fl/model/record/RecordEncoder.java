package io.fedics.fl.model.record;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * From the cells of a record to the numbers a model was fitted on: a number is clipped to what training held, a cell without
 * one becomes {@link #MISSING}; a word becomes its rank, and −1 when training never held it.
 *
 * <p>In a bundle: {@code features} (the columns, numbers first), {@code number_low} and {@code number_high} (a value each for
 * the numbers), {@code word_counts} (how many words each other column knows), {@code words} (those, column by column, by
 * rank).
 */
public final class RecordEncoder {
  /** Below every number: trees send it where they sent what was missing in training. */
  public static final double MISSING = -Double.MAX_VALUE;

  private static final int LOW = 8;

  private final List<String> columns;
  private final double[] low;
  private final double[] high;
  private final List<Map<String, Integer>> ranks;

  private RecordEncoder(Bundle bundle) {
    this.columns = bundle.features();
    this.low = bundle.doubles("number_low");
    this.high = bundle.doubles("number_high", low.length);
    int[] counts = bundle.ints("word_counts");
    List<String> words = bundle.texts("words");
    if (low.length + counts.length != columns.size()
        || Arrays.stream(counts).sum() != words.size()) {
      throw new BundleException(
          "bundle %s: %d columns, %d of numbers, %d of words, %d words (expected: a place for each)"
              .formatted(bundle.name(), columns.size(), low.length, counts.length, words.size()));
    }
    for (int i = 0; i < low.length; i++) {
      if (low[i] > high[i]) {
        throw new BundleException("bundle %s: %s from %s to %s (expected: the lower one first)"
            .formatted(bundle.name(), columns.get(i), low[i], high[i]));
      }
    }
    this.ranks = new ArrayList<>();
    int at = 0;
    for (int count : counts) {
      Map<String, Integer> rank = new HashMap<>();
      for (String word : words.subList(at, at + count)) {
        rank.put(word, rank.size());
      }
      ranks.add(rank);
      at += count;
    }
  }

  /**
   * @throws BundleException when it holds no encoder
   */
  public static RecordEncoder from(Bundle bundle) {
    return new RecordEncoder(bundle);
  }

  /** Numbers first, then words. */
  public List<String> columns() {
    return columns;
  }

  /**
   * @param record cells by column; names whatever their case, blanks around names and cells do not count; other columns are
   *     not read
   * @param required columns the model reads; another one may be missing and is {@link #MISSING} then
   * @return a finite value a column
   * @throws IllegalArgumentException naming every required column that is missing
   */
  public double[] encode(Map<String, String> record, Set<String> required) {
    Map<String, String> cells = new HashMap<>();
    record.forEach((name, cell) -> cells.putIfAbsent(key(name), cell.strip()));
    requireAll(cells, required);
    double[] row = new double[columns.size()];
    for (int i = 0; i < row.length; i++) {
      String cell = cells.get(key(columns.get(i)));
      if (cell == null) {
        row[i] = MISSING;
        continue;
      }
      row[i] = i < low.length
          ? number(i, NumberCell.parse(cell))
          : ranks.get(i - low.length).getOrDefault(cell, -1);
    }
    return row;
  }

  /**
   * A made-up record: numbers between what training held, most of them low, none below 0 where there are others; words that
   * it knew.
   *
   * @param isWhole whether a column of numbers holds whole ones
   * @return cells by column
   */
  public Map<String, String> example(RandomGenerator random, Predicate<String> isWhole) {
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (i < low.length) {
        double least = Math.clamp(0, low[i], high[i]);
        double number = least + Math.pow(random.nextDouble(), LOW) * (high[i] - least);
        boolean whole = isWhole.test(columns.get(i));
        cells.put(
            columns.get(i), whole ? Long.toString(Math.round(number)) : Double.toString(number));
      } else {
        List<String> words =
            ranks.get(i - low.length).keySet().stream().sorted().toList();
        cells.put(columns.get(i), words.isEmpty() ? "-" : words.get(random.nextInt(words.size())));
      }
    }
    return cells;
  }

  /** Columns of words. */
  public Set<String> words() {
    return Set.copyOf(columns.subList(low.length, columns.size()));
  }

  private double number(int column, double value) {
    return Double.isNaN(value) ? MISSING : Math.clamp(value, low[column], high[column]);
  }

  private void requireAll(Map<String, String> cells, Set<String> required) {
    List<String> missing = columns.stream()
        .filter(required::contains)
        .filter(column -> !cells.containsKey(key(column)))
        .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "record: no column %s (expected: all %d columns the model reads)"
              .formatted(String.join(", ", missing), required.size()));
    }
  }

  private static String key(String name) {
    return RecordTable.key(name);
  }
}
