package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.TrainingData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What made other figures of these data sets worthless, looked for in the files at hand. */
final class Checklist {
  private Checklist() {}

  static List<String> of(
      DataSet set, List<Table> training, List<Table> tests, TrainingData data, Loaded.Shape shape) {
    List<String> notes = new ArrayList<>();
    List<Table> all = new ArrayList<>(training);
    all.addAll(tests);
    for (Table table : all) {
      notes.add(rows(set, table));
    }
    List<String> dropped = training.getFirst().names().stream()
        .distinct()
        .filter(name ->
            !name.equalsIgnoreCase(set.classColumn()) && !shape.features().contains(name))
        .toList();
    notes.add("not used: " + (dropped.isEmpty() ? "no column" : String.join(", ", dropped)));
    notes.add("constant in training: " + constant(data, shape));
    notes.add("absent from training, in a test: " + absent(data, set, tests));
    return notes;
  }

  private static String rows(DataSet set, Table table) {
    String file = name(table.file());
    String found = "%s: %,d rows".formatted(table.file().getFileName(), table.rows());
    return set.published().stream()
        .filter(published -> file.equals(published.file().toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(published -> found
            + (published.rows() == table.rows()
                ? ", as published"
                : ", published %,d: not the published file".formatted(published.rows())))
        .orElse(found + ", none published for this name");
  }

  private static String name(Path file) {
    return file.getFileName()
        .toString()
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\.(txt|csv)?(\\.gz)?$", "");
  }

  private static String constant(TrainingData data, Loaded.Shape shape) {
    List<String> constant = new ArrayList<>();
    for (int f = 0; f < shape.features().size(); f++) {
      int feature = f;
      double first = data.rows()[0][f];
      if (Arrays.stream(data.rows()).allMatch(row -> Double.compare(row[feature], first) == 0)) {
        constant.add(shape.features().get(f));
      }
    }
    return constant.isEmpty() ? "no column" : String.join(", ", constant);
  }

  private static String absent(TrainingData data, DataSet set, List<Table> tests) {
    boolean[] present = new boolean[data.names().size()];
    for (int c : data.classes()) {
      present[c] = true;
    }
    List<String> absent = new ArrayList<>();
    for (int c = 0; c < present.length; c++) {
      if (!present[c]) {
        absent.add(data.names().get(c));
      }
    }
    if (tests.isEmpty()) {
      return "no test file; " + set.name() + " rows are split";
    }
    return absent.isEmpty() ? "no class" : String.join(", ", absent);
  }
}
