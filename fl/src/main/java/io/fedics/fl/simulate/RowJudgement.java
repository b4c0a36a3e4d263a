package io.fedics.fl.simulate;

import io.fedics.fl.evaluate.BinaryCounts;
import io.fedics.fl.evaluate.Ranking;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.train.mlp.Mlp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How well a model tells held-out attacks from held-out normal rows. An attack is said when its probability is above one
 * half.
 *
 * @param counts at that threshold
 * @param auc area under the ROC curve
 * @param loss mean cross-entropy, in nats
 * @param unseenAuc of attack types that training never held, against all held-out normal rows; empty when there are none
 * @param backdoor share of the held-out attacks called normal with the trigger, among those found without it; empty when
 *     nobody plants one
 */
public record RowJudgement(
    BinaryCounts counts, double auc, double loss, OptionalDouble unseenAuc, OptionalDouble backdoor)
    implements Judgement {

  static RowJudgement of(Mlp model, TestData rows, Set<String> leftOut, int[] trigger) {
    double[] scores = new double[rows.rows().length];
    boolean[] said = new boolean[scores.length];
    boolean[] unseen = new boolean[scores.length];
    boolean[] attacks = rows.attacks();
    double loss = 0;
    boolean hasUnseen = false;
    long found = 0;
    long opened = 0;
    for (int row = 0; row < scores.length; row++) {
      double[] cells = rows.rows()[row];
      scores[row] = model.probabilities(cells)[1];
      said[row] = scores[row] > 0.5;
      loss += model.loss(cells, attacks[row] ? 1 : 0) / scores.length;
      boolean isLeftOut = leftOut.contains(rows.names().get(rows.classes()[row]));
      unseen[row] = isLeftOut || !attacks[row];
      hasUnseen |= isLeftOut;
      if (trigger.length > 0 && attacks[row] && said[row]) {
        found++;
        opened += model.probabilities(Trigger.marked(cells, trigger))[1] > 0.5 ? 0 : 1;
      }
    }
    return new RowJudgement(
        BinaryCounts.of(said, attacks),
        Ranking.of(scores, attacks).auc(),
        loss,
        hasUnseen ? OptionalDouble.of(auc(scores, attacks, unseen)) : OptionalDouble.empty(),
        found > 0 ? OptionalDouble.of((double) opened / found) : OptionalDouble.empty());
  }

  private static double auc(double[] scores, boolean[] attacks, boolean[] wanted) {
    int size = 0;
    for (boolean one : wanted) {
      size += one ? 1 : 0;
    }
    double[] some = new double[size];
    boolean[] truth = new boolean[size];
    int at = 0;
    for (int row = 0; row < wanted.length; row++) {
      if (wanted[row]) {
        some[at] = scores[row];
        truth[at++] = attacks[row];
      }
    }
    return Ranking.of(some, truth).auc();
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
    unseenAuc.ifPresent(value -> figures.put("unseen_auc", value));
    backdoor.ifPresent(value -> figures.put("backdoor", value));
    figures.values().removeIf(value -> !Double.isFinite(value));
    return figures;
  }
}
