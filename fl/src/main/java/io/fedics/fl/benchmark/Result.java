package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.ClassFigures;
import io.fedics.fl.evaluate.Spread;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a benchmark found.
 *
 * @param notes the checklist of pitfalls
 */
public record Result(List<Test> tests, List<String> notes, double seconds) {
  public Result {
    tests = List.copyOf(tests);
    notes = List.copyOf(notes);
  }

  /** What test files are called: their base names, and where a name repeats, the path as given. */
  static List<String> testNames(List<Path> files) {
    List<String> names =
        files.stream().map(file -> String.valueOf(file.getFileName())).toList();
    return IntStream.range(0, names.size())
        .mapToObj(i ->
            Collections.frequency(names, names.get(i)) > 1 ? files.get(i).toString() : names.get(i))
        .toList();
  }

  /**
   * One test file.
   *
   * @param file see {@link #testNames}
   *
   * @param best name of the model that was chosen before the test was seen
   */
  public record Test(
      String file,
      int trainRows,
      int testRows,
      long exactRepeats,
      long nearRepeats,
      double nominalFpr,
      String best,
      List<Model> models) {}

  /**
   * One line of the table.
   *
   * @param rule how its scores became verdicts
   * @param classes that are told apart, of the first seed; of other thresholds empty
   */
  public record Model(
      String name, String rule, Map<String, Spread> figures, List<ClassFigures> classes) {

    /** Over the seeds; NaN when this line has no such figure. */
    public double mean(String figure) {
      Spread spread = figures.get(figure);
      return spread == null ? Double.NaN : spread.mean();
    }
  }
}
