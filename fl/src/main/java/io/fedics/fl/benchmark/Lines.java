package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.ClassFigures;
import io.fedics.fl.evaluate.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collects figures of seeds into the lines of a table. Not thread-safe. */
final class Lines {
  private final Map<List<String>, Map<String, List<Double>>> lines = new LinkedHashMap<>();
  private final Map<List<String>, List<ClassFigures>> classes = new LinkedHashMap<>();

  void add(String name, String rule, Map<String, Double> figures) {
    Map<String, List<Double>> line =
        lines.computeIfAbsent(List.of(name, rule), _ -> new LinkedHashMap<>());
    figures.forEach(
        (figure, value) -> line.computeIfAbsent(figure, _ -> new ArrayList<>()).add(value));
  }

  /**
   * @param each asked for the first seed only, whose classes are told
   */
  void add(
      String name, String rule, Map<String, Double> figures, Supplier<List<ClassFigures>> each) {
    add(name, rule, figures);
    classes.computeIfAbsent(List.of(name, rule), _ -> each.get());
  }

  /** Figures of the last seed; none of a line that is not there. */
  Map<String, Double> latest(String name, String rule) {
    Map<String, Double> latest = new LinkedHashMap<>();
    lines
        .getOrDefault(List.of(name, rule), Map.of())
        .forEach((figure, values) -> latest.put(figure, values.getLast()));
    return latest;
  }

  List<Result.Model> models() {
    List<Result.Model> models = new ArrayList<>();
    lines.forEach((key, figures) -> {
      Map<String, Spread> spreads = new LinkedHashMap<>();
      figures.forEach((figure, values) -> spreads.put(figure, Spread.of(values)));
      models.add(new Result.Model(
          key.getFirst(), key.getLast(), spreads, classes.getOrDefault(key, List.of())));
    });
    return models;
  }
}
