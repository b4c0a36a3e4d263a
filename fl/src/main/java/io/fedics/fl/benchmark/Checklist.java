package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.TrainingData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What made other figures of these data sets worthless, looked for in the files at hand. */
final class Checklist {
  /** Kinds of attack that publishers name, by data set, as {@link DataSet#className} spells them. */
  private static final Map<String, List<String>> KINDS = Map.of(
      "unsw-nb15",
      List.of(
          "Analysis",
          "Backdoor",
          "DoS",
          "Exploits",
          "Fuzzers",
          "Generic",
          "Reconnaissance",
          "Shellcode",
          "Worms"),
      "cicids2017",
      List.of(
          "Bot",
          "DDoS",
          "DoS GoldenEye",
          "DoS Hulk",
          "DoS Slowhttptest",
          "DoS slowloris",
          "FTP-Patator",
          "Heartbleed",
          "Infiltration",
          "PortScan",
          "SSH-Patator",
          "Web Attack - Brute Force",
          "Web Attack - Sql Injection",
          "Web Attack - XSS"),
      "ton-iot",
      List.of(
          "backdoor",
          "ddos",
          "dos",
          "injection",
          "mitm",
          "password",
          "ransomware",
          "scanning",
          "xss"));

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
    notes.add("absent from training, in a test: " + absent(data));
    lacking(set, data).ifPresent(notes::add);
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

  private static Optional<String> lacking(DataSet set, TrainingData data) {
    if (set.isAnswerOnly()) {
      return Optional.empty();
    }
    List<String> lacking = KINDS.getOrDefault(set.name(), List.of()).stream()
        .filter(kind -> data.names().stream().noneMatch(kind::equalsIgnoreCase))
        .toList();
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "kinds the publisher names that no file here has: " + String.join(", ", lacking));
  }

  private static String absent(TrainingData data) {
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
    return absent.isEmpty() ? "no class" : String.join(", ", absent);
  }
}
