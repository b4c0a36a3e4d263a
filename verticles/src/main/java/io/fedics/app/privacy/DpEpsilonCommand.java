package io.fedics.app.privacy;

import io.fedics.app.cli.ExitCode;
import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.PrivacyCost;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From noise to epsilon. */
@Command(
    name = "epsilon",
    description = "Prints the epsilon of Gaussian noise on Poisson-sampled batches.",
    mixinStandardHelpOptions = true)
final class DpEpsilonCommand implements Callable<Integer> {
  @Mixin
  private DpOptions options = new DpOptions();

  @Option(
      names = "--noise-multiplier",
      required = true,
      paramLabel = "S",
      description = "Standard deviation of the noise on the sum, in clip norms; 0 or more.")
  private double noiseMultiplier;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var accountant = options.accountant();
    PrivacyCost cost = DpOptions.asOption(() -> accountant.cost(
        new GaussianSteps(options.samplingRate(), noiseMultiplier, options.steps()),
        options.delta()));
    options.answer(
        noiseMultiplier, cost, spec.commandLine().getOut(), spec.commandLine().getErr());
    return ExitCode.OK;
  }
}
