package io.fedics.fl.model.record;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.tree.TreeEnsemble;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tree ensemble with all it takes to judge a record of a known table: encoder, threshold, rule for the kind of attack.
 *
 * <p>In a bundle, beside those of {@link TreeEnsemble} and {@link RecordEncoder}: {@code threshold} (an alarm is a
 * probability of attack above it), {@code quantile} (of held-out training normals it is) and {@code label_divisors} (a
 * label's probability is divided by its own before the largest is taken). The first label is {@code normal}.
 */
final class TreeRecordModel implements RecordModel {
  private static final String NORMAL = "normal";

  private final RecordEncoder encoder;
  private final TreeEnsemble trees;
  private final double threshold;
  private final double[] divisors;

  private TreeRecordModel(Bundle bundle) {
    this.encoder = RecordEncoder.from(bundle);
    this.trees = TreeEnsemble.from(bundle);
    this.threshold = RecordModel.threshold(bundle);
    this.divisors = bundle.doubles("label_divisors", trees.labels().size());
    if (!trees.labels().getFirst().equals(NORMAL)) {
      throw new BundleException("bundle %s: first label %s (expected: %s)"
          .formatted(bundle.name(), trees.labels().getFirst(), NORMAL));
    }
  }

  /**
   * @throws BundleException when it is none of a record model
   */
  static TreeRecordModel from(Bundle bundle) {
    return new TreeRecordModel(bundle);
  }

  @Override
  public Bundle bundle() {
    return trees.bundle();
  }

  @Override
  public RecordEncoder encoder() {
    return encoder;
  }

  @Override
  public Set<String> required() {
    return trees.read();
  }

  @Override
  public double threshold() {
    return threshold;
  }

  @Override
  public List<String> labels() {
    return trees.labels();
  }

  @Override
  public Judgement judge(Map<String, String> record) {
    double[] probabilities = trees.probabilities(encoder.encode(record, required()));
    double attack = 0;
    int kind = 1;
    for (int label = 1; label < probabilities.length; label++) {
      attack += probabilities[label];
      boolean likelier =
          probabilities[label] / divisors[label] > probabilities[kind] / divisors[kind];
      kind = likelier ? label : kind;
    }
    boolean alarm = attack > threshold;
    return new Judgement(
        attack,
        alarm,
        alarm ? trees.labels().get(kind) : NORMAL,
        Arrays.stream(probabilities).boxed().toList());
  }
}
