package io.fedics.fl.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How rows are shared out among sites. */
public sealed interface Partition {

  /** Rows a site gets at least: with fewer nothing can be learned. */
  int LEAST_ROWS = 8;

  /** Draws that must not agree with those of the same seed elsewhere. */
  long ROOT_SALT = 0x52_4F_4F_54;

  /** Every row to any site: all sites see the same traffic. */
  record Iid() implements Partition {
    @Override
    public List<int[]> split(int[] classes, int sites, long seed) {
      int[] order = shuffled(IntStream.range(0, classes.length).toArray(), seed);
      List<int[]> parts = new ArrayList<>();
      for (int site = 0; site < sites; site++) {
        parts.add(Arrays.copyOfRange(
            order, cut(order.length, site, sites), cut(order.length, site + 1, sites)));
      }
      return requireEnough(parts);
    }

    private static int cut(int rows, int site, int sites) {
      return (int) ((long) rows * site / sites);
    }

    @Override
    public String toString() {
      return "iid";
    }
  }

  /**
   * Each class by shares of its own, drawn from a Dirichlet distribution (Hsu et al. 2019, <a
   * href="https://arxiv.org/abs/1909.06335">arXiv:1909.06335</a>). Classes are the attacks by name and the normal rows, so
   * with a small alpha a site may hold one kind of traffic only. A site that got fewer than {@link #LEAST_ROWS} takes them
   * from the largest.
   *
   * @param alpha above 0, up to 10^6; large is even, 0.1 is very uneven
   */
  record Dirichlet(double alpha) implements Partition {
    public Dirichlet {
      if (!(alpha > 0 && alpha <= 1e6)) {
        throw new IllegalArgumentException(
            "partition: dirichlet:" + alpha + " (expected: alpha above 0, at most 1,000,000)");
      }
    }

    @Override
    public List<int[]> split(int[] classes, int sites, long seed) {
      var random = new SplittableRandom(seed);
      List<List<Integer>> parts = new ArrayList<>();
      for (int site = 0; site < sites; site++) {
        parts.add(new ArrayList<>());
      }
      int kinds = Arrays.stream(classes).max().orElse(-1) + 1;
      for (int kind = 0; kind < kinds; kind++) {
        int wanted = kind;
        int[] rows = shuffled(
            IntStream.range(0, classes.length)
                .filter(row -> classes[row] == wanted)
                .toArray(),
            random.nextLong());
        double[] shares = Draws.dirichlet(alpha, sites, random);
        double sum = 0;
        int from = 0;
        for (int site = 0; site < sites; site++) {
          sum += shares[site];
          int to = site == sites - 1
              ? rows.length
              : Math.clamp(Math.round(sum * rows.length), from, rows.length);
          for (int i = from; i < to; i++) {
            parts.get(site).add(rows[i]);
          }
          from = to;
        }
      }
      fill(parts);
      return requireEnough(parts.stream()
          .map(part -> part.stream().mapToInt(Integer::intValue).toArray())
          .toList());
    }

    private static void fill(List<List<Integer>> parts) {
      for (List<Integer> part : parts) {
        while (part.size() < LEAST_ROWS) {
          List<Integer> largest = parts.getFirst();
          for (List<Integer> other : parts) {
            largest = other.size() > largest.size() ? other : largest;
          }
          if (largest.size() <= LEAST_ROWS) {
            return;
          }
          part.add(largest.removeLast());
        }
      }
    }

    @Override
    public String toString() {
      return "dirichlet:" + alpha;
    }
  }

  /**
   * @param classes of the rows, from 0
   * @param sites at least 1
   * @return indices of the rows of each site; every row is somewhere, none twice
   * @throws IllegalArgumentException when there are not enough rows for all
   */
  List<int[]> split(int[] classes, int sites, long seed);

  /**
   * @param text {@code iid} or {@code dirichlet:ALPHA}
   * @throws IllegalArgumentException saying what was expected
   */
  static Partition of(String text) {
    if (text.equals("iid")) {
      return new Iid();
    }
    if (text.startsWith("dirichlet:")) {
      try {
        return new Dirichlet(Double.parseDouble(text.substring("dirichlet:".length())));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "partition: " + text + " (expected: a number behind dirichlet:)", e);
      }
    }
    throw new IllegalArgumentException(
        "partition: " + text + " (expected: iid or dirichlet:ALPHA, as in dirichlet:0.1)");
  }

  /**
   * @param examples at least 1
   * @return as many of {@code rows} by chance, or all there are
   */
  static int[] drawn(int rows, int examples, long seed) {
    int[] order = shuffled(IntStream.range(0, rows).toArray(), seed ^ ROOT_SALT);
    return Arrays.copyOf(order, Math.min(rows, examples));
  }

  private static int[] shuffled(int[] order, long seed) {
    var random = new SplittableRandom(seed);
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[other];
      order[other] = held;
    }
    return order;
  }

  private static List<int[]> requireEnough(List<int[]> parts) {
    int least = parts.stream().mapToInt(part -> part.length).min().orElse(0);
    if (least < LEAST_ROWS) {
      throw new IllegalArgumentException(
          "clients: %d (expected: at least %d rows for each)".formatted(parts.size(), LEAST_ROWS));
    }
    return parts;
  }
}
