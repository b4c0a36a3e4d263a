package io.fedics.app;

import io.fedics.fl.model.IsolationForest;
import io.fedics.fl.site.Learning;
import io.fedics.shared.error.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How sites train in a round, the same for one site and for many simulated ones. */
final class FlLearningOptions {
  /** Of the perceptron's stochastic gradient descent. */
  private static final double MLP_RATE = 0.05;

  private static final double MLP_MOMENTUM = 0.9;
  /** Of Adam, as {@code train lstm} has it. */
  static final double LSTM_RATE = 4e-3;

  @Option(
      names = "--model",
      paramLabel = "mlp|lstm|iforest",
      description = "What is trained: a perceptron on rows of NSL-KDD (default), the autoencoder"
          + " of hosts' activity on flows, or an isolation forest of flows.")
  private String model = "mlp";

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description = "Kept from training to judge models: of the distinct rows; with lstm of the"
          + " windows, with iforest of the flows, the last by time (default: 0.3).")
  private double heldOut = 0.3;

  @Option(
      names = "--local-epochs",
      paramLabel = "N",
      description = "Passes of a site over its records in a round (default: 1).")
  private int localEpochs = 1;

  @Option(names = "--batch", paramLabel = "RECORDS", description = "Of one step (default: 64).")
  private int batch = 64;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Default: 0.05, with lstm 0.004.")
  private @Nullable Double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "With mlp only, lstm learns by Adam (default: 0.9).")
  private @Nullable Double momentum;

  @Option(
      names = "--learning-rate-decay",
      paramLabel = "FACTOR",
      description = "By what the learning rate is multiplied from round to round, above 0 and at"
          + " most 1 (default: 1).")
  private @Nullable Double decay;

  /**
   * @throws UsageException for a model this version cannot train, or a share that leaves nothing
   */
  void require() {
    if (!model.equals("mlp") && !isLstm() && !isForest()) {
      throw new UsageException("--model: " + model + " (expected: mlp, lstm or iforest)");
    }
    if (!(heldOut > 0 && heldOut < 1)) {
      throw new UsageException("--held-out: " + heldOut + " (expected: above 0 and below 1)");
    }
    if (isLstm() && momentum != null) {
      throw new UsageException(
          "--momentum: " + momentum + " (expected: only with --model mlp, lstm learns by Adam)");
    }
    if (isForest()) {
      requireNone("--momentum", momentum);
      requireNone("--learning-rate", learningRate);
      requireNone("--learning-rate-decay", decay);
    }
  }

  private static void requireNone(String option, @Nullable Double value) {
    if (value != null) {
      throw new UsageException(option + ": " + value
          + " (expected: none with --model iforest, trees are grown, not adjusted)");
    }
  }

  /** Whether windows of hosts are learned, not rows. */
  boolean isLstm() {
    return model.equals("lstm");
  }

  /** Whether trees are merged, not weights averaged. */
  boolean isForest() {
    return model.equals(IsolationForest.KIND);
  }

  /** Whether records are made of flows, not of rows of a table. */
  boolean isOfFlows() {
    return isLstm() || isForest();
  }

  double heldOut() {
    return heldOut;
  }

  Learning learning() {
    double rate = learningRate != null ? learningRate : isLstm() ? LSTM_RATE : MLP_RATE;
    double kept = momentum == null ? MLP_MOMENTUM : momentum;
    return DpOptions.asOption(
        () -> new Learning(localEpochs, batch, rate, kept, decay == null ? 1 : decay));
  }
}
