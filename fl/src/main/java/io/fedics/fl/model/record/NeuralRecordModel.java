package io.fedics.fl.model.record;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two neural networks as one detector of attacks: dense layers, and an LSTM whose sequence is <b>the columns of one
 * record</b>, one a step, in their order: nothing before or after the record is seen. Each network's probability becomes its
 * tail, the share of held-out normals that score at least as high, and both tails become one by Fisher's method: {@code
 * attack} is 1 − the chance that two independent tails of a normal record are so small together, {@code 1 − x (1 − ln x)}
 * with {@code x} their product. The networks are not independent, so it is a score and no frequency; the threshold is its
 * quantile among held-out normals.
 *
 * <p>Source: Fisher 1932, Statistical Methods for Research Workers, section 21.1.
 *
 * <p>In a bundle, beside those of {@link RecordEncoder}, {@link NeuralInputs}, {@link DenseLayers} and {@link ColumnLstm}:
 * {@code ann_normals} and {@code lstm_normals} (scores of held-out normals, rising), {@code threshold} and {@code
 * quantile}.
 */
public final class NeuralRecordModel implements RecordModel {
  public static final String KIND = "neural";
  private static final List<String> LABELS = List.of("normal", "attack");

  private final Bundle bundle;
  private final RecordEncoder encoder;
  private final Set<String> required;
  private final NeuralInputs inputs;
  private final DenseLayers ann;
  private final ColumnLstm lstm;
  private final double[] annNormals;
  private final double[] lstmNormals;
  private final double threshold;

  private NeuralRecordModel(Bundle bundle) {
    this.bundle = bundle.requireKind(KIND);
    this.encoder = RecordEncoder.from(bundle);
    this.required = Set.copyOf(encoder.columns());
    this.inputs = NeuralInputs.from(bundle);
    this.ann = new DenseLayers(bundle);
    this.lstm = new ColumnLstm(bundle, encoder.columns().size());
    this.annNormals = rising(bundle, "ann_normals");
    this.lstmNormals = rising(bundle, "lstm_normals");
    this.threshold = RecordModel.threshold(bundle);
    if (ann.inputs() != inputs.width()) {
      throw new BundleException("bundle %s: ann_sizes begin with %d (expected: %d)"
          .formatted(bundle.name(), ann.inputs(), inputs.width()));
    }
  }

  /**
   * @throws BundleException when it is none
   */
  public static NeuralRecordModel from(Bundle bundle) {
    return new NeuralRecordModel(bundle);
  }

  private static double[] rising(Bundle bundle, String name) {
    double[] scores = bundle.doubles(name);
    boolean valid = scores.length > 0;
    for (int i = 1; i < scores.length; i++) {
      valid &= scores[i] >= scores[i - 1];
    }
    if (!valid) {
      throw new BundleException(
          "bundle %s: %s (expected: rising, at least one)".formatted(bundle.name(), name));
    }
    return scores;
  }

  @Override
  public Bundle bundle() {
    return bundle;
  }

  @Override
  public RecordEncoder encoder() {
    return encoder;
  }

  @Override
  public Set<String> required() {
    return required;
  }

  @Override
  public List<String> labels() {
    return LABELS;
  }

  @Override
  public double threshold() {
    return threshold;
  }

  @Override
  public Judgement judge(Map<String, String> record) {
    double attack = attack(encoder.encode(record, required));
    boolean alarm = attack > threshold;
    return new Judgement(attack, alarm, LABELS.get(alarm ? 1 : 0), List.of(1 - attack, attack));
  }

  /**
   * @param row encoded
   * @return in [0, 1]
   */
  public double attack(double[] row) {
    return combined(NormalTail.of(annNormals, ann(row)), NormalTail.of(lstmNormals, lstm(row)));
  }

  /** What the dense layers say, before the logistic function. */
  public double ann(double[] row) {
    return ann.sum(inputs.dense(row));
  }

  /** What the LSTM says, before the logistic function. */
  public double lstm(double[] row) {
    return lstm.sum(inputs.values(row));
  }

  /**
   * Fisher's method for two tails.
   *
   * @param first in (0, 1]
   * @param second in (0, 1]
   */
  static double combined(double first, double second) {
    double product = first * second;
    return 1 - product * (1 - Math.log(product));
  }
}
