package io.fedics.app.fl;

import io.fedics.app.privacy.AccountantOption;
import io.fedics.app.privacy.DpOptions;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.site.Privacy;
import io.fedics.shared.error.UsageException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What differential privacy sites keep in a run. */
final class FlPrivacyOptions {
  @Option(
      names = "--dp",
      paramLabel = "none|record|client",
      description = "Whose presence is hidden: nobody's (default), a record's, a whole site's.")
  private String dp = "none";

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      description = "The budget; of a site in its data folder over all its runs (default: 1).")
  private double epsilon = 1;

  @Option(names = "--delta", paramLabel = "D", description = "Default: 1e-5.")
  private double delta = 1e-5;

  @Option(
      names = "--clip-norm",
      paramLabel = "C",
      description = "Of a record's gradient, or of a site's update (default: 1).")
  private double clipNorm = 1;

  @Option(
      names = "--noise-multiplier",
      paramLabel = "Z",
      description = "In clip norms (default: the least that keeps the budget over all rounds).")
  private Optional<Double> noiseMultiplier = Optional.empty();

  @Mixin
  private AccountantOption accountant = new AccountantOption();

  /** As on the command line. */
  String dp() {
    return dp;
  }

  double delta() {
    return delta;
  }

  /** Its name. */
  String accountant() {
    return accountant.accountant().name();
  }

  Privacy privacy() {
    Optional<PrivacyUnit> unit = unit();
    return DpOptions.asOption(() ->
        new Privacy(unit, epsilon, delta, clipNorm, noiseMultiplier, accountant.accountant()));
  }

  private Optional<PrivacyUnit> unit() {
    try {
      return dp.equals("none") ? Optional.empty() : Optional.of(PrivacyUnit.of(dp));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--dp: " + dp + " (expected: none, record or client)", e);
    }
  }
}
