package io.fedics.app;

import io.fedics.fl.site.Learning;
import io.fedics.shared.error.UsageException;
import picocli.CommandLine.Option;

/** How sites train in a round, the same for one site and for many simulated ones. */
final class FlLearningOptions {
  @Option(names = "--model", paramLabel = "mlp", description = "What is trained (default: mlp).")
  private String model = "mlp";

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description = "Of the distinct rows, kept from training to judge models (default: 0.3).")
  private double heldOut = 0.3;

  @Option(
      names = "--local-epochs",
      paramLabel = "N",
      description = "Passes of a site over its rows in a round (default: 1).")
  private int localEpochs = 1;

  @Option(names = "--batch", paramLabel = "ROWS", description = "Of one step (default: 64).")
  private int batch = 64;

  @Option(names = "--learning-rate", paramLabel = "RATE", description = "Default: 0.05.")
  private double learningRate = 0.05;

  @Option(names = "--momentum", paramLabel = "M", description = "Default: 0.9.")
  private double momentum = 0.9;

  /**
   * @throws UsageException for a model this version cannot train, or a share that leaves nothing
   */
  void require() {
    if (!model.equals("mlp")) {
      throw new UsageException("--model: " + model + " (expected: mlp)");
    }
    if (!(heldOut > 0 && heldOut < 1)) {
      throw new UsageException("--held-out: " + heldOut + " (expected: above 0 and below 1)");
    }
  }

  double heldOut() {
    return heldOut;
  }

  Learning learning() {
    return DpOptions.asOption(() -> new Learning(localEpochs, batch, learningRate, momentum));
  }
}
