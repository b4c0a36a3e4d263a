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
import java.util.Set;

/**
 * A data set's files as rows to fit and rows to judge by.
 *
 * @param shape what the rows' columns are
 * @param tests in the order given
 * @param notes the checklist of pitfalls, one sentence each
 */
record Loaded(TrainingData training, Shape shape, List<Test> tests, List<String> notes) {
  /** Rows of a file that are kept for judging when no test file is given. */
  private static final double TEST_SHARE = 0.3;
  /** Draws that must not agree with those of the same seed elsewhere. */
  private static final long SALT = 0x54_45_53_54;

  /**
   * @param features names, numbers first
   * @param numbers how many are numbers
   * @param words values of each word column
   */
  @SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
  record Shape(List<String> features, int numbers, int[] words) {}

  /** One test file. */
  record Test(String file, TestData data) {}

  /**
   * @param trainFiles at least one
   * @param testFiles none keeps a share of the training rows, repeats of a row all on one side
   */
  static Loaded read(DataSet set, List<Path> trainFiles, List<Path> testFiles, long seed) {
    List<Table> training =
        trainFiles.stream().map(file -> Table.read(file, set.header())).toList();
    List<Table> tests =
        testFiles.stream().map(file -> Table.read(file, set.header())).toList();
    List<String> numbers = set.features(training.getFirst(), false);
    List<String> words = set.features(training.getFirst(), true);
    List<String> names = classNames(set, training, tests);
    boolean[][] normal = new boolean[1][];
    List<int[]> classes =
        training.stream().map(table -> classes(set, table, names)).toList();
    int[] all = classes.stream().flatMapToInt(Arrays::stream).toArray();
    normal[0] = new boolean[all.length];
    for (int row = 0; row < all.length; row++) {
      normal[0][row] = all[row] == 0;
    }
    Encoder encoder = Encoder.fit(training, numbers, words, normal[0]);
    double[][] rows =
        training.stream().map(encoder::rows).flatMap(Arrays::stream).toArray(double[][]::new);
    var data = new TrainingData(rows, all, names);
    var shape = new Shape(encoder.features(), encoder.numberCount(), encoder.wordCounts());
    requireBoth(set, data, trainFiles);
    List<String> notes = Checklist.of(set, training, tests, data, shape);
    if (tests.isEmpty()) {
      return split(data, shape, trainFiles, notes, seed);
    }
    List<Test> loaded = tests.stream()
        .map(table -> new Test(
            table.file().getFileName().toString(),
            new TestData(encoder.rows(table), classes(set, table, names), names)))
        .toList();
    return new Loaded(data, shape, loaded, notes);
  }

  private static Loaded split(
      TrainingData data, Shape shape, List<Path> files, List<String> notes, long seed) {
    boolean[] kept = new boolean[data.rows().length];
    for (int row = 0; row < kept.length; row++) {
      kept[row] = Repeats.draw(data.rows()[row], seed ^ SALT) < TEST_SHARE;
    }
    TrainingData held = data.where(row -> kept[row]);
    var test = new TestData(held.rows(), held.classes(), data.names());
    String name = "%.0f %% of %s, repeats of a row on one side"
        .formatted(TEST_SHARE * 100, files.getFirst().getFileName());
    List<String> said = new ArrayList<>();
    said.add(
        ("no test file given: judged on %.0f %% of the training rows, kept from the fit, repeats of a row on one side; not"
                + " comparable with figures on a published test file (--test FILE for those)")
            .formatted(TEST_SHARE * 100));
    said.addAll(notes);
    return new Loaded(data.where(row -> !kept[row]), shape, List.of(new Test(name, test)), said);
  }

  private static void requireBoth(DataSet set, TrainingData data, List<Path> files) {
    long attacks = Arrays.stream(data.classes()).filter(c -> c != 0).count();
    if (attacks == 0 || attacks == data.classes().length) {
      throw new UsageException(
          "%s: %,d normal rows, %,d attacks by column %s (expected: both, to fit on)"
              .formatted(
                  files.getFirst(), data.classes().length - attacks, attacks, set.classColumn()));
    }
  }

  private static List<String> classNames(DataSet set, List<Table> training, List<Table> tests) {
    Set<String> names = new LinkedHashSet<>(List.of(DataSet.NORMAL));
    List<Table> all = new ArrayList<>(training);
    all.addAll(tests);
    for (Table table : all) {
      Table.Column column = table.column(set.classColumn());
      Set<String> here = new java.util.TreeSet<>();
      for (int row = 0; row < table.rows(); row++) {
        here.add(set.className(column.word(row)));
      }
      names.addAll(here);
    }
    return List.copyOf(names);
  }

  private static int[] classes(DataSet set, Table table, List<String> names) {
    Table.Column column = table.column(set.classColumn());
    int[] classes = new int[table.rows()];
    for (int row = 0; row < classes.length; row++) {
      classes[row] = names.indexOf(set.className(column.word(row)));
    }
    return classes;
  }

  /** File names in lower case, for comparisons. */
  static String key(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
