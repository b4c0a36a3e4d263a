package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.ClassFigures;
import io.fedics.fl.evaluate.Spread;
import java.util.List;
import java.util.Map;

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

  /**
   * One test file.
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
