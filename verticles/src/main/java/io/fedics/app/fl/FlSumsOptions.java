package io.fedics.app.fl;

import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.site.Privacy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What simulated sites tell once beside their updates: sums of their rows before, counts of them after. */
final class FlSumsOptions {
  @Option(
      names = "--scaling",
      paramLabel = "public|sums",
      description = "With mlp: numbers of a row by public ranges, or to mean 0 and deviation 1 by"
          + " sums that each site tells once; with --dp record these are noised and charged, and"
          + " numbers cut to 2 deviations (default: sums, but public with --malicious, --dp client"
          + " or --number-scale).")
  private @Nullable String scaling;

  @Option(
      names = "--calibrate-cut",
      negatable = true,
      description = "With mlp: after the last round sites count their rows by label and logit, and"
          + " the cut is moved to where most are right (default: yes, but no with --dp or"
          + " --malicious).")
  private @Nullable Boolean calibrateCut;

  /**
   * By sums where they are to be had: nobody has seen what lying sums do, and privacy of clients would have to noise them as
   * a whole.
   */
  Scaling scaling(FlLearningOptions learning, Privacy kept, boolean areSomeLying) {
    if (learning.isOfFlows()) {
      learning.requireLabelledRows("--scaling", scaling);
      return Scaling.PUBLIC;
    }
    if (scaling == null) {
      return areSomeLying || kept.hides(PrivacyUnit.CLIENT) || learning.hasNumberScale()
          ? Scaling.PUBLIC
          : Scaling.SUMS;
    }
    Scaling chosen = Scaling.named(scaling);
    if (chosen == Scaling.SUMS) {
      learning.requireNoNumberScale();
    }
    return chosen;
  }

  /** Where nobody lies and nothing is hidden, because counts are bare. */
  boolean calibratesCut(FlLearningOptions learning, Privacy kept, boolean areSomeLying) {
    if (learning.isOfFlows()) {
      learning.requireLabelledRows(
          "--calibrate-cut", calibrateCut == null ? null : calibrateCut ? "yes" : "no");
      return false;
    }
    return calibrateCut == null ? !areSomeLying && kept.unit().isEmpty() : calibrateCut;
  }
}
