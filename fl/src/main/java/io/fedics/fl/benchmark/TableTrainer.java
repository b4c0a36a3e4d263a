package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.ClassReport;
import io.fedics.fl.evaluate.Detector;
import io.fedics.fl.evaluate.Figures;
import io.fedics.fl.evaluate.Scorer;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.record.RecordTable;
import io.fedics.fl.model.tree.TreeEnsemble;
import io.fedics.fl.train.tree.Boosting;
import io.fedics.fl.train.tree.TreeModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Trains the model of a data set into a bundle for {@link io.fedics.fl.model.record.RecordModel}: a random forest where kinds of
 * attack are told apart, boosted trees for attack or none elsewhere. Trained twice: without a share of the rows, for the
 * figures of the card; then on all of them, for the bundle.
 */
public final class TableTrainer {
  private static final double HELD_OUT = 0.25;

  private final DataSet set;
  private final double quantile;
  private final Effort effort;
  private final Consumer<String> progress;

  /**
   * @param quantile of held-out training normals that the threshold is, in (0, 1)
   * @param progress told a line at a time
   */
  public TableTrainer(DataSet set, double quantile, Consumer<String> progress) {
    this(set, quantile, Effort.BUNDLE, progress);
  }

  TableTrainer(DataSet set, double quantile, Effort effort, Consumer<String> progress) {
    this.set = set;
    this.quantile = quantile;
    this.effort = effort;
    this.progress = progress;
  }

  /**
   * What training gave.
   *
   * @param metrics on rows that the judged fit did not see
   */
  public record Trained(Bundle bundle, Map<String, Double> metrics) {}

  /**
   * @param divisors of the labels' probabilities, from {@link Classifier}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Fitted(
      TreeModel model, List<String> labels, double[] divisors, double power, Detector detector) {}

  /**
   * @param files at least one
   */
  public Trained train(List<Path> files, long seed) {
    Loaded parts = Loaded.read(set, files, List.of(), seed);
    progress.accept(
        "%s: %,d rows to fit on".formatted(set.name(), parts.training().rows().length));
    parts.whyNoKinds().ifPresent(progress);
    double power = parts.set().multi() ? Classifier.forestPower(parts.training(), effort, seed) : 0;
    Fitted rehearsal = fit(parts, power, seed);
    TestData test = parts.tests().getFirst().data();
    Map<String, Double> metrics = metrics(parts.set(), rehearsal, test, seed);
    progress.accept("judged on %,d rows kept from that fit".formatted(test.rows().length));
    Loaded whole = Loaded.whole(set, files);
    Fitted fitted = fit(whole, power, seed);
    Bundle.Builder bundle = Bundle.of(TreeEnsemble.KIND, name())
        .text("role", name())
        .texts("labels", fitted.labels())
        .text("data_set", set.name())
        .text("card", card(files, whole, fitted, test.rows().length, metrics, seed))
        .number("threshold", fitted.detector().threshold())
        .number("quantile", quantile)
        .doubles("label_divisors", fitted.divisors())
        .whole("training_rows", whole.training().rows().length)
        .whole("seed", seed);
    table().ifPresent(table -> bundle.text("schema", table.wireName()));
    Bundle built = fitted.model().into(whole.encoder().into(bundle)).build();
    return new Trained(built, metrics);
  }

  /** What it is active as: the role of its table where flows bring such records, else the data set's name. */
  private String name() {
    return table().map(RecordTable::role).orElse(set.name());
  }

  private Optional<RecordTable> table() {
    return RecordTable.ofDataSet(set.name());
  }

  /** The threshold comes from normals that the trees did not see. */
  private Fitted fit(Loaded loaded, double power, long seed) {
    TrainingData training = loaded.training();
    TrainingData.Split split = training.holdOutNormals(HELD_OUT, seed);
    TrainingData rest = split.rest();
    if (!loaded.set().multi()) {
      TreeModel model = Boosting.fit(rest.rows(), rest.binary(), 2, effort.boosting(), seed);
      return new Fitted(
          model,
          List.of(DataSet.NORMAL, DataSet.ATTACK),
          new double[] {1, 1},
          0,
          detector(model, split));
    }
    Classifier forest = Classifier.forest(rest, effort, seed);
    TreeModel model = forest.models().getFirst();
    return new Fitted(
        model, training.names(), finite(forest.divisors(power)), power, detector(model, split));
  }

  /** A bundle holds no infinite numbers. */
  private static double[] finite(double[] divisors) {
    return Arrays.stream(divisors)
        .map(divisor -> Math.min(divisor, Double.MAX_VALUE))
        .toArray();
  }

  private Detector detector(TreeModel model, TrainingData.Split split) {
    Scorer attack = rows -> Arrays.stream(model.probabilities(rows))
        .mapToDouble(TableTrainer::attack)
        .toArray();
    return Detector.of(set.name(), attack, split.normals(), quantile, true);
  }

  /** Added up in the order of the labels, as {@link io.fedics.fl.model.record.RecordModel} does. */
  private static double attack(double[] probabilities) {
    double attack = 0;
    for (int label = 1; label < probabilities.length; label++) {
      attack += probabilities[label];
    }
    return attack;
  }

  private Map<String, Double> metrics(DataSet judged, Fitted fitted, TestData test, long seed) {
    double[] scores = fitted.detector().scorer().score(test.rows());
    Map<String, Double> metrics = new LinkedHashMap<>(
        Figures.of(scores, fitted.detector().threshold(), 1 - quantile, test.attacks()));
    if (judged.multi()) {
      int[] said = said(fitted, fitted.model().probabilities(test.rows()));
      ClassReport report = ClassReport.of(said, test.classes(), test.names(), 0, seed);
      metrics.put("classes_accuracy", report.accuracy());
      metrics.put("classes_macro_f1", report.macroF1());
    }
    return metrics;
  }

  /** As {@link io.fedics.fl.model.record.RecordModel} does: normal below the threshold, else the likeliest kind of attack. */
  private static int[] said(Fitted fitted, double[][] probabilities) {
    double[] divisors = fitted.divisors();
    int[] said = new int[probabilities.length];
    for (int row = 0; row < said.length; row++) {
      double[] p = probabilities[row];
      if (attack(p) > fitted.detector().threshold()) {
        said[row] = 1;
        for (int label = 2; label < p.length; label++) {
          said[row] =
              p[label] / divisors[label] > p[said[row]] / divisors[said[row]] ? label : said[row];
        }
      }
    }
    return said;
  }

  /** How many columns no tree asks about: a record may lack them. */
  private static long unread(Loaded whole, Fitted fitted) {
    return whole.shape().features().size()
        - fitted.model().trees().stream()
            .flatMapToInt(tree -> Arrays.stream(tree.feature()))
            .filter(feature -> feature >= 0)
            .distinct()
            .count();
  }

  private static String unless(long unread) {
    return unread == 0 ? "" : " (but for %d that no tree asks about)".formatted(unread);
  }

  private String card(
      List<Path> files,
      Loaded whole,
      Fitted fitted,
      int judgedRows,
      Map<String, Double> metrics,
      long seed) {
    int[] support = new int[whole.training().names().size()];
    for (int c : whole.training().classes()) {
      support[c]++;
    }
    var classes = new StringBuilder();
    for (int c = 0; c < support.length; c++) {
      classes.append("| %s | %,d |%n".formatted(whole.training().names().get(c), support[c]));
    }
    int nodes =
        fitted.model().trees().stream().mapToInt(tree -> tree.feature().length).sum();
    String figures = Figures.lines(metrics);
    return """
        # %s

        %s: %d trees, %,d nodes, seed %d. Trained on %,d rows of %s. Judges a record by %d columns of this table; a
        record without one of them is refused%s, a word that training did not hold is one more word.

        | class | rows |
        |---|---|
        %s
        An alarm is a probability of attack above %.6f: quantile %s of the normals that were kept from the trees.%s

        Figures on %,d rows that a first fit did not see, repeats of a row on one side. They say how well more rows of this
        table are judged, not how well another network is:

        | figure | value |
        |---|---|
        %s
        Not for: networks whose normal traffic was not in the table, without a threshold of their own. Columns not used:
        hosts, times, row numbers and whatever names the answer.
        """.formatted(
            set.name(),
            whole.set().multi() ? "Random forest" : "Boosted trees, attack or none",
            fitted.model().trees().size(),
            nodes,
            seed,
            whole.training().rows().length,
            files.stream()
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.joining(", ")),
            whole.shape().features().size(),
            unless(unread(whole, fitted)),
            classes,
            fitted.detector().threshold(),
            quantile,
            whole.set().multi()
                ? " The kind is the one with the largest probability / share^%s among attacks; one of fewer than %d rows is only said when the trees leave no other."
                    .formatted(fitted.power(), Classifier.LEAST_ROWS)
                : "",
            judgedRows,
            figures);
  }
}
