package io.fedics.fl.simulate;

import io.fedics.fl.evaluate.BinaryCounts;
import io.fedics.fl.evaluate.Ranking;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.train.mlp.Mlp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How well a model tells held-out attacks from held-out normal rows. An attack is said when its probability is above one
 * half. Attack types that training never held are judged apart.
 *
 * @param counts at that threshold
 * @param auc area under the ROC curve
 * @param loss mean cross-entropy, in nats
 * @param unseen figures of attack types that training never held, against all held-out normal rows; empty without any
 * @param backdoor share of the held-out attacks called normal with the trigger, among those found without it; empty when
 *     nobody plants one
 */
public record RowJudgement(
    BinaryCounts counts, double auc, double loss, Optional<Part> unseen, OptionalDouble backdoor)
    implements Judgement {

  /**
   * Figures of some of the rows.
   *
   * @param counts at the threshold of one half
   * @param auc area under the ROC curve
   */
  public record Part(BinaryCounts counts, double auc) {
    private static Part of(double[] scores, boolean[] attacks, boolean[] wanted) {
      int[] rows = IntStream.range(0, wanted.length).filter(row -> wanted[row]).toArray();
      double[] some = new double[rows.length];
      boolean[] said = new boolean[rows.length];
      boolean[] truth = new boolean[rows.length];
      for (int i = 0; i < rows.length; i++) {
        some[i] = scores[rows[i]];
        said[i] = some[i] > 0.5;
        truth[i] = attacks[rows[i]];
      }
      return new Part(BinaryCounts.of(said, truth), Ranking.of(some, truth).auc());
    }
  }

  static RowJudgement of(Mlp model, TestData rows, Set<String> leftOut, Optional<Trigger> trigger) {
    int size = rows.rows().length;
    double[] scores = new double[size];
    boolean[] attacks = rows.attacks();
    boolean[] seen = new boolean[size];
    boolean[] unseen = new boolean[size];
    double loss = 0;
    int unseenTypes = 0;
    int known = 0;
    long found = 0;
    long opened = 0;
    for (int row = 0; row < size; row++) {
      double[] cells = rows.rows()[row];
      scores[row] = model.probabilities(cells)[1];
      boolean isLeftOut = leftOut.contains(rows.names().get(rows.classes()[row]));
      seen[row] = !isLeftOut;
      unseen[row] = isLeftOut || !attacks[row];
      if (isLeftOut) {
        unseenTypes++;
        continue;
      }
      known++;
      loss += model.loss(cells, attacks[row] ? 1 : 0);
      if (trigger.isPresent() && attacks[row] && scores[row] > 0.5) {
        found++;
        opened += model.probabilities(trigger.orElseThrow().marked(cells))[1] > 0.5 ? 0 : 1;
      }
    }
    var part = Part.of(scores, attacks, seen);
    return new RowJudgement(
        part.counts,
        part.auc,
        loss / known,
        unseenTypes > 0 ? Optional.of(Part.of(scores, attacks, unseen)) : Optional.empty(),
        found > 0 ? OptionalDouble.of((double) opened / found) : OptionalDouble.empty());
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("accuracy", counts.accuracy());
    figures.put("auc", auc);
    figures.put("f1", counts.f1());
    figures.put("precision", counts.precision());
    figures.put("recall", counts.recall());
    figures.put("fpr", counts.falsePositiveRate());
    figures.put("loss", loss);
    unseen.ifPresent(types -> {
      figures.put("unseen_accuracy", types.counts().accuracy());
      figures.put("unseen_auc", types.auc());
    });
    backdoor.ifPresent(value -> figures.put("backdoor", value));
    figures.values().removeIf(value -> !Double.isFinite(value));
    return figures;
  }
}
