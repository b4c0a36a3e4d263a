package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Detector;
import io.fedics.fl.evaluate.Figures;
import io.fedics.fl.evaluate.Scorer;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.record.NeuralRecordModel;
import io.fedics.fl.model.record.RecordTable;
import io.fedics.fl.train.lstm.TrainingJvm;
import io.fedics.fl.train.tree.Boosting;
import io.fedics.fl.train.tree.TreeModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Trains the ensemble of dense layers and LSTM that judges NSL-KDD's ten columns, see {@link NeuralRecordModel}. Fitted
 * without a share of the rows for the figures of the card; without some kinds of attack, once for each of two groups, for
 * how many of a kind never shown are found; then on all rows, for the bundle. Boosted trees stand beside it on the same rows.
 */
public final class EnsembleTrainer {
  private static final double HELD_OUT = 0.25;
  private static final int GROUPS = 2;

  private final RecordTable table;
  private final DataSet set;
  private final double quantile;
  private final int epochs;
  private final Effort effort;
  private final TrainingJvm jvm;
  private final Consumer<String> progress;

  /**
   * @param quantile of held-out training normals that the threshold is, in (0, 1)
   * @param epochs passes over the rows
   * @param progress told a line at a time
   */
  public EnsembleTrainer(double quantile, int epochs, TrainingJvm jvm, Consumer<String> progress) {
    this(quantile, epochs, Effort.FULL, jvm, progress);
  }

  EnsembleTrainer(
      double quantile, int epochs, Effort effort, TrainingJvm jvm, Consumer<String> progress) {
    this.table = RecordTable.NSL_KDD_10;
    this.set = DataSet.find("nsl-kdd-10").orElseThrow();
    this.quantile = quantile;
    this.epochs = epochs;
    this.effort = effort;
    this.jvm = jvm;
    this.progress = progress;
  }

  /**
   * @param files at least one
   */
  public TableTrainer.Trained train(List<Path> files, long seed) {
    Loaded parts = Loaded.read(set, files, List.of(), seed);
    Map<String, Double> metrics = new LinkedHashMap<>();
    TestData test = parts.tests().getFirst().data();
    progress.accept("%,d rows to fit on, %,d to judge by"
        .formatted(parts.training().rows().length, test.rows().length));
    Bundle rehearsal = fit(parts, parts.training(), "rehearsal", seed);
    metrics.putAll(figures(rehearsal, test));
    neverShown(parts, seed, metrics);
    Loaded whole = Loaded.whole(set, files);
    Bundle fitted = fit(whole, whole.training(), "", seed);
    Bundle named = fitted
        .change()
        .text("card", card(files, whole, fitted, test.rows().length, metrics, seed))
        .build();
    return new TableTrainer.Trained(named, metrics);
  }

  private Map<String, Double> figures(Bundle bundle, TestData test) {
    NeuralRecordModel model = NeuralRecordModel.from(bundle);
    double[] scores = NeuralFit.attack(model).score(test.rows());
    return Figures.of(scores, model.threshold(), 1 - quantile, test.attacks());
  }

  /** Each group of kinds taken out and searched for, each kind counting the same; beside boosted trees on the same rows. */
  private void neverShown(Loaded parts, long seed, Map<String, Double> metrics) {
    TrainingData training = parts.training();
    List<Integer> kinds = List.copyOf(new TreeSet<>(
        Arrays.stream(training.classes()).filter(c -> c > 0).boxed().toList()));
    double[] found = new double[2];
    int judged = 0;
    for (int group = 0; group < Math.min(GROUPS, kinds.size()); group++) {
      int turn = group;
      List<Integer> out =
          kinds.stream().filter(kind -> kinds.indexOf(kind) % GROUPS == turn).toList();
      TrainingData shown = training.where(row -> !out.contains(training.classes()[row]));
      if (Arrays.stream(shown.classes()).allMatch(c -> c == 0)) {
        continue;
      }
      NeuralRecordModel model =
          NeuralRecordModel.from(fit(parts, shown, "without group " + (group + 1), seed));
      Detector trees = trees(shown, seed);
      for (int kind : out) {
        double[][] rows = training.where(row -> training.classes()[row] == kind).rows();
        found[0] += share(NeuralFit.attack(model).score(rows), model.threshold());
        found[1] += share(trees.scorer().score(rows), trees.threshold());
        judged++;
      }
    }
    if (judged > 0) {
      metrics.put("recall_of_kinds_never_shown", found[0] / judged);
      metrics.put("recall_of_kinds_never_shown_boosted_trees", found[1] / judged);
    }
  }

  private Detector trees(TrainingData training, long seed) {
    TrainingData.Split split = training.holdOutNormals(HELD_OUT, seed);
    TreeModel model =
        Boosting.fit(split.rest().rows(), split.rest().binary(), 2, effort.boosting(), seed);
    Scorer attack =
        rows -> Arrays.stream(model.probabilities(rows)).mapToDouble(p -> p[1]).toArray();
    return Detector.of("boosted trees", attack, split.normals(), quantile, true);
  }

  private static double share(double[] scores, double threshold) {
    return Arrays.stream(scores).filter(score -> score > threshold).count()
        / (double) scores.length;
  }

  private Bundle fit(Loaded data, TrainingData training, String what, long seed) {
    TrainingData.Split split = training.holdOutNormals(HELD_OUT, seed);
    return new NeuralFit(
            quantile, epochs, jvm, line -> progress.accept((what + ' ' + line).strip()))
        .fit(table.role(), data, split, seed)
        .change()
        .text("role", table.role())
        .text("schema", table.wireName())
        .text("data_set", set.name())
        .whole("training_rows", training.rows().length)
        .build();
  }

  private String card(
      List<Path> files,
      Loaded whole,
      Bundle fitted,
      int judgedRows,
      Map<String, Double> metrics,
      long seed) {
    String figures = Figures.lines(metrics);
    int[] sizes = fitted.ints("ann_sizes");
    return """
        # %s

        Attack or none, from ten columns of NSL-KDD: an ensemble of dense layers (%d inputs, %d, %d, 1) and an LSTM (%d
        cells), fitted with DL4J, %d epochs, seed %d; scored by our own code. Trained on %,d rows of %s.

        **What the LSTM's sequence is:** the ten columns of one record, one a step, always in the same order. It is no
        sequence in time: records of this table carry no time and no host, so there is no honest order of records to
        learn. The LSTM is a second, differently built reader of the same ten numbers, no memory of earlier traffic.

        Each network's score becomes the share of held-out normals that score at least as high, and both shares become
        one by Fisher's method. An alarm is a score above %.6f: quantile %s of the normals kept from the networks. A
        record without one of the columns is refused, a word that training did not hold is no evidence.

        Figures on %,d rows that a first fit did not see, repeats of a row on one side. They say how well more rows of
        this table are judged, not how well another network is. The last two: kinds of attack taken out of training and
        searched for, each kind counting the same, by the ensemble and by boosted trees on the same rows.

        | figure | value |
        |---|---|
        %s
        Data: Tavallaee et al., "A Detailed Analysis of the KDD CUP 99 Data Set", IEEE CISDA 2009. Offered to
        researchers; its copies carry no licence text.

        Not for: networks whose normal traffic was not in the table, without a threshold of their own.
        """.formatted(
            table.role(),
            sizes[0],
            sizes[1],
            sizes[2],
            fitted.whole("lstm_hidden"),
            epochs,
            seed,
            whole.training().rows().length,
            files.stream()
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.joining(", ")),
            fitted.number("threshold"),
            quantile,
            judgedRows,
            figures);
  }
}
