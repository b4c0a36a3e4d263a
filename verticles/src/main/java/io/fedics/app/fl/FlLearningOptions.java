package io.fedics.app.fl;

import io.fedics.app.privacy.DpOptions;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.benchmark.PublicRanges;
import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.site.Learning;
import io.fedics.fl.site.Privacy;
import io.fedics.fl.train.Batches;
import io.fedics.fl.train.mlp.Activation;
import io.fedics.shared.error.UsageException;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How sites train in a round, the same for one site and for many simulated ones. */
final class FlLearningOptions {
  /** Of Adam, as {@code train lstm} has it. */
  static final double LSTM_RATE = 4e-3;

  private static final int RUNGS = 16;
  private static final double NUMBER_SCALE = 4;

  // What holds where no option says otherwise; chosen on splits that no figure of
  // docs/federation.md is of.
  private static final Learning ROWS = new Learning(1, 64, 0.05, 0.9);
  /** A twentieth of the rows a step drowns the noise, long steps that shorten make up for how few they are. */
  private static final Learning PRIVATE_ROWS =
      new Learning(1, new Batches.OfSteps(20, 1), 4, 0.75, 0.9, OptionalDouble.empty());

  private static final Learning FLOWS = new Learning(1, 64, LSTM_RATE, 0.9);

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

  @Option(
      names = "--batch",
      paramLabel = "RECORDS",
      description = "Of one step (default: 64; with mlp and --dp record --steps 20).")
  private @Nullable Integer batch;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Of a pass, as many at every site, instead of --batch.")
  private @Nullable Integer steps;

  @Option(
      names = "--steps-decay",
      paramLabel = "FACTOR",
      description = "By what --steps is multiplied from round to round, above 0 and at most 1"
          + " (default: 1).")
  private @Nullable Double stepsDecay;

  @Option(
      names = "--gradient-clip",
      paramLabel = "NORM",
      description = "With mlp and without --dp record: largest L2 norm of a step's gradient"
          + " (default: any).")
  private @Nullable Double gradientClip;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Default: 0.05, with lstm 0.004; with mlp and --dp record 4.")
  private @Nullable Double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "With mlp only, lstm learns by Adam (default: 0.9; with --dp record 0.75).")
  private @Nullable Double momentum;

  @Option(
      names = "--activation",
      paramLabel = "relu|tanh",
      description = "With mlp: of its hidden units, the same at all sites (default: tanh).")
  private @Nullable String activation;

  @Option(
      names = "--number-scale",
      paramLabel = "S",
      description = "With mlp: numbers of a row are in [0, S], words 0 or 1, the same at all sites"
          + " (default: 4).")
  private @Nullable Double numberScale;

  @Option(
      names = "--rungs",
      paramLabel = "N",
      description = "With mlp: duration and bytes of a row are also written as N rungs each, filled"
          + " from below, the same at all sites; 0 to 256 (default: 16).")
  private @Nullable Integer rungs;

  @Option(
      names = "--learning-rate-decay",
      paramLabel = "FACTOR",
      description = "By what the learning rate is multiplied from round to round, above 0 and at"
          + " most 1 (default: 1; with mlp and --dp record 0.9).")
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
    if (steps != null && batch != null) {
      throw new UsageException("--batch: " + batch + " (expected: none with --steps)");
    }
    if (steps == null && stepsDecay != null) {
      throw new UsageException("--steps-decay: " + stepsDecay + " (expected: only with --steps)");
    }
    if (isLstm() && gradientClip != null) {
      throw new UsageException("--gradient-clip: " + gradientClip
          + " (expected: only with --model mlp, lstm cuts each layer's gradient)");
    }
    if (isOfFlows() && (activation != null || numberScale != null)) {
      throw new UsageException(
          (activation != null ? "--activation: " + activation : "--number-scale: " + numberScale)
              + " (expected: only with --model mlp, which has rows)");
    }
    if (isOfFlows() && rungs != null) {
      throw new UsageException(
          "--rungs: " + rungs + " (expected: only with --model mlp, which has rows)");
    }
    if (isForest()) {
      requireNone("--momentum", momentum);
      requireNone("--gradient-clip", gradientClip);
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

  /**
   * @param given as the command line has it; null when it does not
   * @throws UsageException for an option that records of flows have no use for
   */
  void requireLabelledRows(String option, @Nullable String given) {
    if (given != null && isOfFlows()) {
      throw new UsageException(
          option + ": " + given + " (expected: only with --model mlp, which has labelled rows)");
    }
  }

  double heldOut() {
    return heldOut;
  }

  Activation activation() {
    String word = activation == null ? Activation.TANH.word() : activation;
    return DpOptions.asOption(() -> Activation.named(word));
  }

  /** Whether the command line says how large numbers in public ranges are. */
  boolean hasNumberScale() {
    return numberScale != null;
  }

  /**
   * @throws UsageException when numbers shall have another range as well
   */
  void requireNoNumberScale() {
    if (numberScale != null) {
      throw new UsageException("--number-scale: " + numberScale
          + " (expected: none with --scaling sums, which scales numbers itself)");
    }
  }

  /** With rungs and the numbers larger; where sums scale them, as public ranges leave them. */
  PublicRanges rows(Scaling scaling, PublicRanges read) {
    PublicRanges rows = DpOptions.asOption(() -> read.withRungs(rungs == null ? RUNGS : rungs));
    if (scaling == Scaling.SUMS) {
      return rows;
    }
    double most = numberScale == null ? NUMBER_SCALE : numberScale;
    return DpOptions.asOption(() -> rows.withNumbersUpTo(most));
  }

  Learning learning(Privacy kept) {
    Learning usual = isOfFlows() ? FLOWS : kept.hides(PrivacyUnit.RECORD) ? PRIVATE_ROWS : ROWS;
    return DpOptions.asOption(() -> new Learning(
        localEpochs,
        batches(usual),
        learningRate == null ? usual.learningRate() : learningRate,
        momentum == null ? usual.momentum() : momentum,
        decay == null ? usual.decay() : decay,
        cut(gradientClip)));
  }

  /**
   * How one model on all records is trained beside sites: as they are, but where they keep privacy of records with the usual
   * steps, which are not made for noise.
   */
  Learning central(Privacy ofSites) {
    return isOfFlows() || !ofSites.hides(PrivacyUnit.RECORD)
        ? learning(ofSites)
        : ROWS.withEpochs(localEpochs);
  }

  private Batches batches(Learning usual) {
    if (steps != null) {
      return new Batches.OfSteps(steps, stepsDecay == null ? 1 : stepsDecay);
    }
    return batch == null ? usual.batches() : new Batches.OfRecords(batch);
  }

  private static OptionalDouble cut(@Nullable Double norm) {
    return norm == null ? OptionalDouble.empty() : OptionalDouble.of(norm);
  }
}
