package io.fedics.fl.model.record;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.tree.TreeEnsemble;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What judges a record of a known table. Immutable. */
public sealed interface RecordModel permits TreeRecordModel, NeuralRecordModel {

  /**
   * What a record was judged to be.
   *
   * @param attack how sure an attack is, in [0, 1]: with trees its probability, with neural networks see {@link
   *     NeuralRecordModel}
   * @param alarm whether that is above the threshold
   * @param label {@code normal} without an alarm, else the likeliest kind of attack
   * @param probabilities of all labels, in their order
   */
  record Judgement(double attack, boolean alarm, String label, List<Double> probabilities) {}

  /**
   * @throws BundleException when it is none of a record model
   */
  static RecordModel from(Bundle bundle) {
    return bundle.kind().equals(NeuralRecordModel.KIND)
        ? NeuralRecordModel.from(bundle)
        : TreeRecordModel.from(bundle);
  }

  /** Whether a bundle is one. */
  static boolean isIn(Bundle bundle) {
    return bundle.kind().equals(NeuralRecordModel.KIND)
        || bundle.kind().equals(TreeEnsemble.KIND) && bundle.has("label_divisors");
  }

  /** Table of the records a bundle judges; empty when these travel with no flow. */
  static Optional<RecordTable> tableOf(Bundle bundle) {
    return isIn(bundle) && bundle.has("schema")
        ? RecordTable.of(bundle.text("schema"))
        : Optional.empty();
  }

  /**
   * One that {@link Judgement#attack} can reach.
   *
   * @throws BundleException when it is none, as of a bundle that would never alarm, or always
   */
  static double threshold(Bundle bundle) {
    double threshold = bundle.number("threshold");
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new BundleException(
          "bundle %s: threshold %s (expected: 0 to 1)".formatted(bundle.name(), threshold));
    }
    return threshold;
  }

  Bundle bundle();

  /** What reads its records. */
  RecordEncoder encoder();

  /** Columns it was fitted on, numbers first. */
  default List<String> columns() {
    return encoder().columns();
  }

  /** Of these, the ones a record must have: a column that no part of the model reads changes nothing. */
  Set<String> required();

  /** Those of {@link #columns} that are words. */
  default Set<String> words() {
    return encoder().words();
  }

  /** {@code normal} first. */
  List<String> labels();

  /** An alarm is an {@code attack} above it. */
  double threshold();

  /** A made-up record for a test, see {@link RecordEncoder#example}. */
  default Map<String, String> example(RandomGenerator random) {
    Optional<RecordTable> table = tableOf(bundle());
    return encoder()
        .example(
            random,
            column -> table.isPresent()
                && ColumnKinds.of(table.get().schema(), column).isWhole());
  }

  /**
   * @param record cells by column; see {@link RecordEncoder#encode}
   * @throws IllegalArgumentException naming every required column that is missing
   */
  Judgement judge(Map<String, String> record);
}
