package io.fedics.sample;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.record.ColumnKinds;
import io.fedics.fl.model.record.NumberKind;
import io.fedics.fl.model.record.RecordModel;
import io.fedics.fl.model.record.RecordTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Models of one tree each whose answers can be seen by eye: the first number above 100 is an attack. */
public final class RecordBundles {
  private RecordBundles() {}

  public static List<RecordModel> models() {
    return List.of(
        RecordModel.from(bundle(RecordTable.NSL_KDD_10, "attack")),
        RecordModel.from(bundle(RecordTable.UNSW_NB15, "Exploits")));
  }

  /** Numbers from 0 to 1,000, shares to 1, words {@code a} and {@code b}; reads the first number and the first word only. */
  public static Bundle bundle(RecordTable table, String label) {
    List<String> words = table.schema().words();
    List<String> columns = new ArrayList<>(table.schema().columns());
    columns.removeAll(words);
    int numbers = columns.size();
    double[] high = columns.stream()
        .mapToDouble(
            column -> ColumnKinds.of(table.schema(), column) == NumberKind.SHARE ? 1 : 1_000)
        .toArray();
    columns.addAll(words);
    int[] counts = new int[words.size()];
    Arrays.fill(counts, 2);
    List<String> known = new ArrayList<>();
    words.forEach(_ -> known.addAll(List.of("a", "b")));
    return Bundle.of("trees", table.role())
        .text("role", table.role())
        .text("schema", table.wireName())
        .text("card", "# by hand")
        .texts("features", columns)
        .texts("labels", List.of("normal", label))
        .text("link", "mean")
        .doubles("base", new double[] {0, 0})
        .ints("tree_roots", new int[] {0})
        .ints("tree_output", new int[] {0})
        .ints("node_feature", new int[] {0, numbers, -1, -1, -1})
        .ints("node_right", new int[] {4, 3, 0, 1, 2})
        .doubles("node_value", new double[] {100, 0.5, 0, 0, 0})
        .doubles("leaf_values", new double[] {0.9, 0.1, 0.7, 0.3, 0.2, 0.8})
        .whole("leaf_width", 2)
        .doubles("number_low", new double[numbers])
        .doubles("number_high", high)
        .ints("word_counts", counts)
        .texts("words", known)
        .number("threshold", 0.5)
        .number("quantile", 0.97)
        .doubles("label_divisors", new double[] {1, 1})
        .whole("training_rows", 100)
        .build();
  }
}
