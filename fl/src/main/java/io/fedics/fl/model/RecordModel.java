package io.fedics.fl.model;

import java.util.List;
import java.util.Map;

/**
 * A tree ensemble with all it takes to judge a record of a known table: encoder, threshold, rule for the kind of attack.
 *
 * <p>In a bundle, beside those of {@link TreeEnsemble} and {@link RecordEncoder}: {@code threshold} (an alarm is a
 * probability of attack above it), {@code quantile} (of held-out training normals it is) and {@code label_divisors} (a
 * label's probability is divided by its own before the largest is taken). The first label is {@code normal}.
 */
public final class RecordModel {
  private static final String NORMAL = "normal";

  private final RecordEncoder encoder;
  private final TreeEnsemble trees;
  private final double threshold;
  private final double[] divisors;

  private RecordModel(Bundle bundle) {
    this.encoder = RecordEncoder.from(bundle);
    this.trees = TreeEnsemble.from(bundle);
    this.threshold = bundle.number("threshold");
    this.divisors = bundle.doubles("label_divisors", trees.labels().size());
    if (!trees.labels().getFirst().equals(NORMAL)) {
      throw new BundleException("bundle %s: first label %s (expected: %s)"
          .formatted(bundle.name(), trees.labels().getFirst(), NORMAL));
    }
  }

  /**
   * What a record was judged to be.
   *
   * @param attack probability of any attack, in [0, 1]
   * @param alarm whether that is above the threshold
   * @param label {@code normal} without an alarm, else the likeliest kind of attack
   * @param probabilities of all labels, in their order
   */
  public record Judgement(double attack, boolean alarm, String label, List<Double> probabilities) {}

  /**
   * @throws BundleException when it is none of a record model
   */
  public static RecordModel from(Bundle bundle) {
    return new RecordModel(bundle);
  }

  /** Whether a bundle is one. */
  public static boolean isIn(Bundle bundle) {
    return bundle.kind().equals(TreeEnsemble.KIND) && bundle.has("label_divisors");
  }

  public Bundle bundle() {
    return trees.bundle();
  }

  /** Columns a record must have. */
  public List<String> columns() {
    return encoder.columns();
  }

  /** {@code normal} first. */
  public List<String> labels() {
    return trees.labels();
  }

  /**
   * @param record cells by column; see {@link RecordEncoder#encode}
   * @throws IllegalArgumentException naming every column that is missing
   */
  public Judgement judge(Map<String, String> record) {
    double[] probabilities = trees.probabilities(encoder.encode(record));
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
        java.util.Arrays.stream(probabilities).boxed().toList());
  }
}
