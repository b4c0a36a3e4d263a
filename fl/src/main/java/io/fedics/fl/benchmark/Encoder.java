package io.fedics.fl.benchmark;

import io.fedics.fl.model.bundle.Bundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * From words to numbers, fitted on training rows. A number is clipped to what training held, infinities with it; a cell
 * that says nothing is NaN. A word becomes its rank by frequency among training normals, rarest first; a word that training never held
 * is −1, rarer than all.
 */
final class Encoder {
  private final List<String> numbers;
  private final List<String> words;
  private final Map<String, double[]> range = new HashMap<>();
  private final Map<String, Map<String, Integer>> rank = new HashMap<>();

  /**
   * @param numbers columns of numbers
   * @param words columns of words
   */
  private Encoder(List<String> numbers, List<String> words) {
    this.numbers = List.copyOf(numbers);
    this.words = List.copyOf(words);
  }

  /**
   * @param normal which rows are normal
   * @param kept which rows must not be looked at
   */
  static Encoder fit(
      List<Table> training,
      List<String> numbers,
      List<String> words,
      boolean[] normal,
      boolean[] kept) {
    var encoder = new Encoder(numbers, words);
    for (String name : numbers) {
      double[] all = training.stream()
          .flatMapToDouble(table -> Arrays.stream(table.numbers(name)))
          .toArray();
      double[] finite = IntStream.range(0, all.length)
          .filter(row -> !kept[row])
          .mapToDouble(row -> all[row])
          .filter(Double::isFinite)
          .toArray();
      encoder.range.put(name, new double[] {
        Arrays.stream(finite).min().orElse(0), Arrays.stream(finite).max().orElse(0)
      });
    }
    for (String name : words) {
      encoder.rank.put(name, ranks(training, name, normal, kept));
    }
    return encoder;
  }

  private static Map<String, Integer> ranks(
      List<Table> training, String name, boolean[] normal, boolean[] kept) {
    Map<String, Integer> seen = new HashMap<>();
    int at = 0;
    for (Table table : training) {
      Table.Column column = table.column(name);
      for (int row = 0; row < table.rows(); row++) {
        if (!kept[at]) {
          seen.merge(column.word(row), normal[at] ? 1 : 0, Integer::sum);
        }
        at++;
      }
    }
    List<String> order = new ArrayList<>(seen.keySet());
    order.sort((a, b) -> {
      int byCount = Integer.compare(seen.getOrDefault(a, 0), seen.getOrDefault(b, 0));
      return byCount != 0 ? byCount : a.compareTo(b);
    });
    Map<String, Integer> ranks = new HashMap<>();
    for (String word : order) {
      ranks.put(word, ranks.size());
    }
    return ranks;
  }

  /** Numbers first, then words, in the order given. */
  List<String> features() {
    List<String> all = new ArrayList<>(numbers);
    all.addAll(words);
    return all;
  }

  /** How many numbers come first. */
  int numberCount() {
    return numbers.size();
  }

  /** Values of each word column that training held. */
  int[] wordCounts() {
    return words.stream().mapToInt(name -> ranks(name).size()).toArray();
  }

  private Map<String, Integer> ranks(String name) {
    return rank.getOrDefault(name, Map.of());
  }

  /** What {@link io.fedics.fl.model.record.RecordEncoder} reads. */
  Bundle.Builder into(Bundle.Builder bundle) {
    List<String> byRank = new ArrayList<>();
    for (String name : words) {
      ranks(name).entrySet().stream()
          .sorted(Map.Entry.comparingByValue())
          .forEach(entry -> byRank.add(entry.getKey()));
    }
    return bundle
        .texts("features", features())
        .doubles("number_low", bounds(0))
        .doubles("number_high", bounds(1))
        .ints("word_counts", wordCounts())
        .texts("words", byRank);
  }

  private double[] bounds(int end) {
    return numbers.stream()
        .mapToDouble(name -> range.getOrDefault(name, new double[2])[end])
        .toArray();
  }

  /**
   * @return shape {@code [rows][features]}
   */
  double[][] rows(Table table) {
    double[][] rows = new double[table.rows()][numbers.size() + words.size()];
    int f = 0;
    for (String name : numbers) {
      double[] bounds = range.getOrDefault(name, new double[2]);
      double[] values = table.numbers(name);
      for (int row = 0; row < values.length; row++) {
        rows[row][f] = Math.clamp(values[row], bounds[0], bounds[1]); // NaN stays NaN
      }
      f++;
    }
    for (String name : words) {
      Table.Column column = table.column(name);
      for (int row = 0; row < table.rows(); row++) {
        rows[row][f] = ranks(name).getOrDefault(column.word(row), -1);
      }
      f++;
    }
    return rows;
  }
}
