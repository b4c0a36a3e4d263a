package io.fedics.fl.evaluate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Named figures of one detector on one test, in the order of the table. */
public final class Figures {
  /** The threshold of training normals, where others that follow the traffic were judged by instead. */
  public static final String OLD_THRESHOLD = "old_threshold";
  /** The mean of those. */
  public static final String NEW_THRESHOLD = "new_threshold";

  private Figures() {}

  /**
   * @param scores higher is stranger
   * @param threshold an alarm is a score above it
   * @param nominal false positive rate the threshold was made for, in (0, 1); NaN when it was made for none
   */
  public static Map<String, Double> of(
      double[] scores, double threshold, double nominal, boolean[] attacks) {
    return of(scores, above(scores, threshold), nominal, attacks);
  }

  /** Lines of a table in Markdown; what there is no figure of, as a recall without attacks, is a dash. */
  public static String lines(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .map(figure -> "| %s | %s |%n".formatted(figure.getKey(), text(figure.getValue())))
        .collect(Collectors.joining());
  }

  private static String text(double figure) {
    return Double.isNaN(figure) ? "–" : String.format(Locale.ROOT, "%.4f", figure);
  }

  /** Which rows are alarms: a score above the threshold. */
  public static boolean[] above(double[] scores, double threshold) {
    boolean[] above = new boolean[scores.length];
    for (int row = 0; row < above.length; row++) {
      above[row] = scores[row] > threshold;
    }
    return above;
  }

  /** As above, of alarms that were decided one by one. */
  public static Map<String, Double> of(
      double[] scores, boolean[] said, double nominal, boolean[] attacks) {
    BinaryCounts counts = BinaryCounts.of(said, attacks);
    Ranking ranking = Ranking.of(scores, attacks);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("accuracy", counts.accuracy());
    figures.put("precision", counts.precision());
    figures.put("recall", counts.recall());
    figures.put("f1", counts.f1());
    figures.put("macro_f1", counts.macroF1());
    figures.put("fpr", counts.falsePositiveRate());
    figures.put("realised_to_nominal_fpr", counts.falsePositiveRate() / nominal);
    figures.put("auc", ranking.auc());
    figures.put("average_precision", ranking.averagePrecision());
    return figures;
  }
}
