package io.fedics.app.fl;

import io.fedics.app.privacy.DpOptions;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.site.Disclosure;
import io.fedics.fl.site.Privacy;
import picocli.CommandLine.Option;

/** What a site tells of its rows beside its updates, when the server asks. */
final class FlDisclosureOptions {
  @Option(
      names = "--scaling",
      paramLabel = "public|sums",
      description = "With mlp: numbers of a row by public ranges, or to mean 0 and deviation 1 by"
          + " sums that each site tells once to a server with --scaling sums; with --dp record"
          + " these are noised and charged (default: public).")
  private String scaling = Scaling.PUBLIC.word();

  @Option(
      names = "--calibrate-cut",
      description = "With mlp and without --dp: tell a server with --calibrate-cut behind the last"
          + " round how many rows, by label, lie where about the model's cut (default: no).")
  private boolean calibrateCut;

  /**
   * @throws io.fedics.shared.error.UsageException for sums beside a range of the site's own, counts of rows without labels, or what nothing hides
   */
  Disclosure disclosure(FlLearningOptions learning, Privacy kept) {
    Scaling chosen = DpOptions.asOption(() -> Scaling.named(scaling));
    if (chosen == Scaling.SUMS) {
      learning.requireNoNumberScale();
    }
    learning.requireLabelledRows("--calibrate-cut", calibrateCut ? "yes" : null);
    return DpOptions.asOption(() -> {
      var told = new Disclosure(chosen, calibrateCut);
      told.requireFor(kept);
      return told;
    });
  }
}
