package io.fedics.app.privacy;

import io.fedics.app.cli.ExitCode;
import io.fedics.fl.privacy.Accountant;
import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.NoiseCalibration;
import io.fedics.shared.error.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From epsilon to noise. */
@Command(
    name = "noise",
    description = "Prints the least noise multiplier that keeps an epsilon.",
    mixinStandardHelpOptions = true)
final class DpNoiseCommand implements Callable<Integer> {
  private static final double TOLERANCE = 1e-6;
  /** One evaluation of this accountant takes up to seconds. */
  private static final double SLOW_TOLERANCE = 1e-4;

  @Mixin
  private DpOptions options = new DpOptions();

  @Option(
      names = "--target-epsilon",
      required = true,
      paramLabel = "E",
      description = "Not to be exceeded; above 0.")
  private double targetEpsilon;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Accountant accountant = options.accountant();
    requireReleases();
    double tolerance = accountant.name().equals("pld") ? SLOW_TOLERANCE : TOLERANCE;
    double noise = DpOptions.asOption(() -> new NoiseCalibration(accountant, tolerance)
            .noiseMultiplier(
                options.samplingRate(), options.steps(), targetEpsilon, options.delta()))
        .orElseThrow(() -> new UsageException("--target-epsilon: " + targetEpsilon
            + " (expected: one that a noise multiplier up to 1,000,000 can keep)"));
    if (noise <= NoiseCalibration.LEAST_NOISE) {
      throw new UsageException("--target-epsilon: " + targetEpsilon
          + " (expected: one that needs a noise multiplier above "
          + NoiseCalibration.LEAST_NOISE + ")");
    }
    var steps = new GaussianSteps(options.samplingRate(), noise, options.steps());
    options.answer(
        noise,
        accountant.cost(steps, options.delta()),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
    return ExitCode.OK;
  }

  /** Where nothing is released any noise keeps any epsilon, so there is none to tell. */
  private void requireReleases() {
    if (options.steps() == 0) {
      throw new UsageException(
          "--steps: 0 (expected: at least 1, without a step no noise is needed)");
    }
    if (options.samplingRate() == 0) {
      throw new UsageException(
          "--sampling-rate: 0.0 (expected: above 0, where nobody takes part no noise is needed)");
    }
  }
}
