package io.fedics.fl.model.record;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.record.RecordRefusedException.Fault;
import io.fedics.shared.event.FeatureSchema;
import io.fedics.shared.event.Features;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.RecordScored.LabelProbability;
import io.fedics.shared.event.RecordScored.RecordVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one place where records with a published table's columns are judged: finds the table by the columns and asks the model
 * of that table. What is missing, unknown or no number is named and the record refused; nothing is filled in. Immutable.
 */
public final class RecordScorer {
  private final Map<RecordTable, RecordModel> models;

  /** A judgement, and by what it was made. */
  public record Scored(RecordTable table, RecordModel model, RecordModel.Judgement judgement) {
    /** As events carry it. */
    public RecordVerdict verdict() {
      List<LabelProbability> probabilities = new ArrayList<>();
      for (int i = 0; i < model.labels().size(); i++) {
        probabilities.add(new LabelProbability(
            model.labels().get(i), judgement.probabilities().get(i)));
      }
      Bundle bundle = model.bundle();
      return new RecordVerdict(
          Math.clamp(judgement.attack(), 0, 1),
          model.threshold(),
          judgement.alarm(),
          judgement.label(),
          probabilities,
          new ModelRef(
              bundle.name(), bundle.version(), bundle.sha256(), bundle.whole("training_rows")));
    }
  }

  private RecordScorer(Map<RecordTable, RecordModel> models) {
    this.models = models;
  }

  /**
   * @param models of different tables
   * @throws BundleException when one is of no table
   */
  public static RecordScorer of(List<RecordModel> models) {
    Map<RecordTable, RecordModel> byTable = new EnumMap<>(RecordTable.class);
    for (RecordModel model : models) {
      RecordTable table = RecordModel.tableOf(model.bundle())
          .orElseThrow(() -> new BundleException(
              "bundle %s: of no table (expected: one of %s)".formatted(model.bundle(), names())));
      byTable.put(table, model);
    }
    return new RecordScorer(byTable);
  }

  private static String names() {
    return List.of(RecordTable.values()).stream()
        .map(RecordTable::wireName)
        .collect(Collectors.joining(", "));
  }

  /**
   * @param record cells by column
   * @throws RecordRefusedException naming columns and values
   */
  public Scored score(Map<String, String> record) {
    return score(tableOf(record.keySet()), record);
  }

  /**
   * Of a flow that says itself which table its values are of.
   *
   * @throws IllegalArgumentException in one sentence, when the table or its columns are not known
   */
  public Scored score(Features features) {
    RecordTable table = RecordTable.of(features.schema())
        .orElseThrow(() -> new RecordRefusedException(
            "features.schema: %s (expected: one of %s)".formatted(features.schema(), names()),
            List.of()));
    return score(table, table.cells(features));
  }

  /**
   * The table that columns belong to: the one whose model lacks the smallest share of what it must have.
   *
   * @throws RecordRefusedException when no table has even one of them, or they are of one that no model judges
   */
  public RecordTable tableOf(Set<String> columns) {
    Set<String> keys = columns.stream().map(RecordTable::key).collect(Collectors.toSet());
    if (isOfTonIot(keys)) {
      throw new RecordRefusedException(
          "record: columns of %s, which no model judges (expected: columns of %s)"
              .formatted(FeatureSchema.TON_IOT.wireName(), names()),
          List.of());
    }
    Map<RecordTable, Double> shares = new EnumMap<>(RecordTable.class);
    models.forEach((table, model) -> {
      long found =
          model.required().stream().map(RecordTable::key).filter(keys::contains).count();
      if (found > 0) {
        shares.put(table, (double) found / model.required().size());
      }
    });
    return shares.entrySet().stream()
        .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .map(Map.Entry::getKey)
        .orElseThrow(() -> new RecordRefusedException(
            "record: none of its %d columns is of a known table (expected: columns of %s)"
                .formatted(columns.size(), names()),
            columns.stream()
                .map(column -> new Fault(column, "unknown", "a column of " + names()))
                .toList()));
  }

  /** Some of its columns are called as in other tables, most are not. */
  private static boolean isOfTonIot(Set<String> keys) {
    List<String> columns = FeatureSchema.TON_IOT.columns();
    long found = columns.stream().map(RecordTable::key).filter(keys::contains).count();
    return 2 * found > columns.size();
  }

  /**
   * Of a file's first line: the table, when all of its records can be judged.
   *
   * @throws RecordRefusedException naming what is missing, unknown or given twice
   */
  public RecordTable requireColumns(List<String> columns) {
    RecordTable table = tableOf(Set.copyOf(columns));
    requireNone(table, columnFaults(table, modelOf(table), columns));
    return table;
  }

  /** Tables of which a model is in use, in their order. */
  public List<RecordTable> tables() {
    return List.copyOf(models.keySet());
  }

  /**
   * The model in use.
   *
   * @throws RecordRefusedException when there is none of this table
   */
  public RecordModel modelOf(RecordTable table) {
    RecordModel model = models.get(table);
    if (model == null) {
      throw new RecordRefusedException(
          "record: no model of %s is in use (expected: one of %s)"
              .formatted(table.wireName(), names()),
          List.of());
    }
    return model;
  }

  private Scored score(RecordTable table, Map<String, String> record) {
    RecordModel model = modelOf(table);
    List<Fault> faults = columnFaults(table, model, List.copyOf(record.keySet()));
    faults.addAll(cellFaults(table, model, record));
    requireNone(table, faults);
    RecordModel.Judgement judgement = model.judge(record);
    // Numbers too large to add up can give NaN, which lies above no threshold and would pass for
    // normal.
    if (!Double.isFinite(judgement.attack())) {
      throw new RecordRefusedException(
          "record of %s: %s gives no score (expected: a model whose numbers can be added up)"
              .formatted(table.wireName(), model.bundle()),
          List.of());
    }
    return new Scored(table, model, judgement);
  }

  private static void requireNone(RecordTable table, List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw new RecordRefusedException(
          "record of %s: %s".formatted(table.wireName(), named(faults)), faults);
    }
  }

  private static String named(List<Fault> faults) {
    int more = faults.size() - RecordRefusedException.MOST_TOLD;
    String first = faults.stream()
        .limit(RecordRefusedException.MOST_TOLD)
        .map(fault ->
            "%s: %s (expected: %s)".formatted(fault.column(), fault.value(), fault.expected()))
        .collect(Collectors.joining("; "));
    return more > 0 ? first + "; and " + more + " more" : first;
  }

  private static List<Fault> columnFaults(
      RecordTable table, RecordModel model, List<String> columns) {
    List<Fault> faults = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (String column : columns) {
      if (!keys.add(RecordTable.key(column))) {
        faults.add(new Fault(column, "given twice", "once"));
      }
    }
    for (String column : model.columns()) {
      if (model.required().contains(column) && !keys.contains(RecordTable.key(column))) {
        faults.add(
            new Fault(column, "missing", model.words().contains(column) ? "a word" : "a number"));
      }
    }
    for (String column : columns) {
      if (!table.knows(column)) {
        faults.add(new Fault(column, "unknown", "a column of " + table.wireName()));
      }
    }
    return faults;
  }

  private static List<Fault> cellFaults(
      RecordTable table, RecordModel model, Map<String, String> record) {
    Set<String> read = model.columns().stream().map(RecordTable::key).collect(Collectors.toSet());
    Set<String> words = model.words().stream().map(RecordTable::key).collect(Collectors.toSet());
    List<Fault> faults = new ArrayList<>();
    record.forEach((column, cell) -> {
      String key = RecordTable.key(column);
      if (read.contains(key)) {
        String stripped = cell.strip();
        (words.contains(key)
                ? wordFault(stripped)
                : ColumnKinds.of(table.schema(), column).fault(stripped))
            .ifPresent(expected ->
                faults.add(new Fault(column, stripped.isEmpty() ? "empty" : stripped, expected)));
      }
    });
    return faults;
  }

  /** What should have been there; empty for a word. */
  private static Optional<String> wordFault(String cell) {
    if (cell.isEmpty()) {
      return Optional.of("a word");
    }
    return WordCell.isText(cell) ? Optional.empty() : Optional.of(WordCell.EXPECTED);
  }
}
