package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Repeats;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.shared.error.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A data set's files as rows to fit and rows to judge by.
 *
 * @param set the data set as these files have it, see {@link DataSet#asIn}
 * @param shape what the rows' columns are
 * @param encoder fitted on the training rows
 * @param tests in the order given
 * @param whyNoKinds in one sentence, where these files lack the kinds of attack that the data set has
 * @param notes the checklist of pitfalls, one sentence each
 */
record Loaded(
    DataSet set,
    TrainingData training,
    Shape shape,
    Encoder encoder,
    List<Test> tests,
    Optional<String> whyNoKinds,
    List<String> notes) {
  /** Rows of a file that are kept for judging when no test file is given. */
  private static final double TEST_SHARE = 0.3;
  /** Fewer say nothing of what normal is, and a part of them is held out for thresholds. */
  private static final int LEAST_NORMALS = 20;
  /** Draws that must not agree with those of the same seed elsewhere. */
  private static final long SALT = 0x54_45_53_54;

  /**
   * @param features names, numbers first
   * @param numbers how many are numbers
   * @param words values of each word column
   * @param compared shape {@code [comparisons][2]}: columns whose differences say something
   */
  @SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
  record Shape(List<String> features, int numbers, int[] words, int[][] compared) {}

  /** One test file. */
  record Test(String file, TestData data) {}

  /**
   * @param trainFiles at least one
   * @param testFiles none keeps a share of the training rows, repeats of a row all on one side
   */
  static Loaded read(DataSet set, List<Path> trainFiles, List<Path> testFiles, long seed) {
    return read(set, trainFiles, testFiles, testFiles.isEmpty() ? TEST_SHARE : 0, seed);
  }

  /** All rows to fit on, none to judge by. */
  static Loaded whole(DataSet set, List<Path> trainFiles) {
    return read(set, trainFiles, List.of(), 0, 0);
  }

  private static Loaded read(
      DataSet published, List<Path> trainFiles, List<Path> testFiles, double keep, long seed) {
    List<Table> training = tables(published, trainFiles);
    List<Table> tests = tables(published, testFiles);
    List<Table> tables = Stream.concat(training.stream(), tests.stream()).toList();
    DataSet set = published.asIn(tables);
    List<String> numbers = set.features(training.getFirst(), false);
    List<String> words = set.features(training.getFirst(), true);
    tables.forEach(table -> set.requirePossible(table, numbers));
    List<String> names = classNames(set, training, tests);
    int[] classes = training.stream()
        .flatMapToInt(table -> Arrays.stream(classes(set, table, names)))
        .toArray();
    boolean[] kept = kept(training, numbers, words, keep, seed);
    Encoder encoder = Encoder.fit(training, numbers, words, normal(classes), kept);
    double[][] rows =
        training.stream().map(encoder::rows).flatMap(Arrays::stream).toArray(double[][]::new);
    var all = new TrainingData(rows, classes, names);
    TrainingData data = all.where(row -> !kept[row]);
    requireEnough(set, data, trainFiles);
    List<String> features = encoder.features();
    var shape =
        new Shape(features, encoder.numberCount(), encoder.wordCounts(), set.compared(features));
    List<String> notes = new ArrayList<>();
    Optional<String> whyNoKinds =
        set.isAnswerOnly() ? Optional.of(whyNoKinds(published, tables)) : Optional.empty();
    whyNoKinds.ifPresent(notes::add);
    List<Test> judged = new ArrayList<>();
    if (keep > 0) {
      notes.add(
          ("no test file given: judged on %.0f %% of the training rows, kept from the fit, repeats of a row on one side;"
                  + " not comparable with figures on a published test file (--test FILE for those)")
              .formatted(TEST_SHARE * 100));
      judged.add(kept(all.where(row -> kept[row]), trainFiles));
    }
    notes.addAll(Checklist.of(set, training, tests, data, shape));
    List<String> files = Result.testNames(testFiles);
    for (int i = 0; i < files.size(); i++) {
      Table table = tests.get(i);
      judged.add(new Test(
          files.get(i), new TestData(encoder.rows(table), classes(set, table, names), names)));
    }
    return new Loaded(set, data, shape, encoder, judged, whyNoKinds, notes);
  }

  private static List<Table> tables(DataSet set, List<Path> files) {
    return files.stream().map(file -> Table.read(file, set.header())).toList();
  }

  private static String whyNoKinds(DataSet published, List<Table> tables) {
    Table lacking = tables.stream()
        .filter(table -> table.find(published.classColumn()).isEmpty())
        .findFirst()
        .orElseThrow();
    return "%s: no column %s, so %s says attack or none and kinds are not told apart"
        .formatted(lacking.file(), published.classColumn(), published.answerColumn());
  }

  private static boolean[] normal(int[] classes) {
    boolean[] normal = new boolean[classes.length];
    for (int row = 0; row < classes.length; row++) {
      normal[row] = classes[row] == 0;
    }
    return normal;
  }

  /** Drawn by a row's own cells, before anything is fitted. */
  private static boolean[] kept(
      List<Table> training, List<String> numbers, List<String> words, double share, long seed) {
    List<boolean[]> parts = new ArrayList<>();
    int rows = 0;
    for (Table table : training) {
      boolean[] kept = new boolean[table.rows()];
      double[][] cells = cells(table, numbers, words);
      for (int row = 0; row < kept.length; row++) {
        kept[row] = Repeats.draw(cells[row], seed ^ SALT) < share;
      }
      parts.add(kept);
      rows += kept.length;
    }
    boolean[] all = new boolean[rows];
    int at = 0;
    for (boolean[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static double[][] cells(Table table, List<String> numbers, List<String> words) {
    double[][] cells = new double[table.rows()][numbers.size() + words.size()];
    int f = 0;
    for (String name : numbers) {
      double[] column = table.numbers(name);
      for (int row = 0; row < column.length; row++) {
        cells[row][f] = column[row];
      }
      f++;
    }
    for (String name : words) {
      Table.Column column = table.column(name);
      for (int row = 0; row < cells.length; row++) {
        cells[row][f] = column.word(row).hashCode();
      }
      f++;
    }
    return cells;
  }

  private static Test kept(TrainingData rows, List<Path> files) {
    String name = "%.0f %% of %s, repeats of a row on one side"
        .formatted(
            TEST_SHARE * 100,
            files.stream()
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.joining(", ")));
    return new Test(name, new TestData(rows.rows(), rows.classes(), rows.names()));
  }

  private static void requireEnough(DataSet set, TrainingData data, List<Path> files) {
    long attacks = Arrays.stream(data.classes()).filter(c -> c != 0).count();
    if (attacks == 0 || attacks == data.classes().length) {
      throw new UsageException(
          "%s: %,d normal rows, %,d attacks by column %s (expected: both, to fit on)"
              .formatted(
                  files.getFirst(), data.classes().length - attacks, attacks, set.classColumn()));
    }
    long distinct = data.distinctNormals();
    if (distinct < LEAST_NORMALS) {
      throw new UsageException(
          "%s: %d distinct normal %s to fit on (expected: at least %d, some are held out)"
              .formatted(
                  files.getFirst(), distinct, distinct == 1 ? "row" : "rows", LEAST_NORMALS));
    }
  }

  private static List<String> classNames(DataSet set, List<Table> training, List<Table> tests) {
    Set<String> names = new LinkedHashSet<>(List.of(DataSet.NORMAL));
    List<Table> all = new ArrayList<>(training);
    all.addAll(tests);
    for (Table table : all) {
      names.addAll(new TreeSet<>(set.classes(table)));
    }
    return List.copyOf(names);
  }

  private static int[] classes(DataSet set, Table table, List<String> names) {
    return set.classes(table).stream().mapToInt(names::indexOf).toArray();
  }

  /** File names in lower case, for comparisons. */
  static String key(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
