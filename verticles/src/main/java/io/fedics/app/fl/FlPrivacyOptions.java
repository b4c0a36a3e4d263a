package io.fedics.app.fl;

import io.fedics.app.cli.Given;
import io.fedics.app.privacy.AccountantOption;
import io.fedics.app.privacy.DpOptions;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.site.Privacy;
import io.fedics.shared.error.UsageException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What differential privacy sites keep in a run. */
final class FlPrivacyOptions {
  private static final String NEEDS_DP =
      "only with --dp record or --dp client, without which nothing is hidden";

  @Option(
      names = "--dp",
      paramLabel = "none|record|client",
      description = "Whose presence is hidden: nobody's (default), a record's, a whole site's.")
  private @Nullable String dp;

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      description =
          "The budget; of fl client over all runs of the site in its data folder (default: 1).")
  private @Nullable Double epsilon;

  @Option(names = "--delta", paramLabel = "D", description = "Default: 1e-5.")
  private @Nullable Double delta;

  @Option(
      names = "--clip-norm",
      paramLabel = "C",
      description = "Of a record's gradient, or of a site's update (default: 1).")
  private @Nullable Double clipNorm;

  @Option(
      names = "--noise-multiplier",
      paramLabel = "Z",
      description = "In clip norms (default: the least that keeps the budget over all rounds).")
  private @Nullable Double noiseMultiplier;

  @Mixin
  private AccountantOption accountant = new AccountantOption();

  /** As on the command line. */
  String dp() {
    return dp == null ? "none" : dp;
  }

  /**
   * @throws UsageException for a setting of privacy without {@code --dp}: who forgot it would train without privacy
   */
  Privacy privacy() {
    Optional<PrivacyUnit> unit = unit();
    if (dp == null) {
      Given.requireNone("--epsilon", epsilon, NEEDS_DP);
      Given.requireNone("--delta", delta, NEEDS_DP);
      Given.requireNone("--clip-norm", clipNorm, NEEDS_DP);
      Given.requireNone("--noise-multiplier", noiseMultiplier, NEEDS_DP);
      Given.requireNone("--accountant", accountant.given(), NEEDS_DP);
    }
    Privacy usual = Privacy.NONE;
    return DpOptions.asOption(() -> new Privacy(
        unit,
        epsilon == null ? usual.epsilon() : epsilon,
        delta == null ? usual.delta() : delta,
        clipNorm == null ? usual.clipNorm() : clipNorm,
        Optional.ofNullable(noiseMultiplier),
        accountant.accountant()));
  }

  private Optional<PrivacyUnit> unit() {
    try {
      return dp().equals("none") ? Optional.empty() : Optional.of(PrivacyUnit.of(dp()));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--dp: " + dp + " (expected: none, record or client)", e);
    }
  }
}
