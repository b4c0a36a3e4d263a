package io.fedics.shared.stage;

import java.util.function.IntFunction;

/** What a stage does with what it reads. */
public sealed interface StageWork {

  /** Outputs go to Kafka; state and offsets are saved now and then, after all outputs are acknowledged. */
  record Deciding(IntFunction<Decision> decisionOfPartition) implements StageWork {}

  /** Events become rows, in one transaction with the offsets. */
  record Storing(RowWriter rows) implements StageWork {}

  /** Outputs of the decision become rows, in one transaction with its state and the offsets. */
  record DecidingIntoRows(IntFunction<Decision> decisionOfPartition, RowWriter rows)
      implements StageWork {}

  static StageWork deciding(IntFunction<Decision> decisionOfPartition) {
    return new Deciding(decisionOfPartition);
  }

  static StageWork storing(RowWriter rows) {
    return new Storing(rows);
  }

  static StageWork decidingIntoRows(IntFunction<Decision> decisionOfPartition, RowWriter rows) {
    return new DecidingIntoRows(decisionOfPartition, rows);
  }
}
