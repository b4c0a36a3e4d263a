package io.fedics.app.privacy;

import io.fedics.app.cli.JsonFigure;
import io.fedics.fl.privacy.Accountant;
import io.fedics.fl.privacy.PrivacyCost;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.shared.error.UsageException;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What both commands of the accountant ask for, and how they answer. */
public final class DpOptions {
  @Option(
      names = "--sampling-rate",
      paramLabel = "Q",
      description = "Probability with which a unit takes part in one step, Poisson sampling"
          + " (default: 1, everybody in every step).")
  private double samplingRate = 1;

  @Option(
      names = "--steps",
      required = true,
      paramLabel = "N",
      description = "How often noise is added; 0 or more.")
  private long steps;

  @Option(
      names = "--delta",
      required = true,
      paramLabel = "D",
      description = "Above 0 and below 1; best far below 1 / number of units.")
  private double delta;

  @Mixin
  private AccountantOption accountant = new AccountantOption();

  @Option(
      names = "--unit",
      paramLabel = "record|client",
      description = "What one unit is: a record of a site (default) or a whole site. Changes no"
          + " number, only what it speaks of.")
  private String unit = "record";

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  double samplingRate() {
    return samplingRate;
  }

  long steps() {
    return steps;
  }

  double delta() {
    return delta;
  }

  Accountant accountant() {
    return accountant.accountant();
  }

  /** A refusal that begins with a parameter's name becomes one that begins with the option's. */
  public static <T> T asOption(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      String sentence = String.valueOf(e.getMessage());
      int end = sentence.indexOf(':');
      throw end < 0
          ? new UsageException(sentence, e)
          : new UsageException(
              "--" + sentence.substring(0, end).replace(' ', '-') + sentence.substring(end), e);
    }
  }

  /** Prints a figure with everything it depends on; one that does not exist is null, never a default. */
  void answer(double noiseMultiplier, PrivacyCost cost, PrintWriter out, PrintWriter err) {
    PrivacyUnit named = asOption(() -> PrivacyUnit.of(unit));
    if (cost.orderAtEdge()) {
      err.println("fedics: the best order is the first or the last of those tried; epsilon may be"
          + " overstated"
          + (accountant().name().equals("pld") ? "" : " (--accountant pld is tighter)"));
    }
    if (json) {
      out.println(new JsonObject()
          .put("epsilon", JsonFigure.of(cost.epsilon()))
          .put("order", cost.order().isPresent() ? cost.order().getAsDouble() : null)
          .put("noise_multiplier", noiseMultiplier)
          .put("unit", named.word())
          .put("delta", delta)
          .put("sampling_rate", samplingRate)
          .put("steps", steps)
          .put("accountant", accountant().name())
          .encode());
      return;
    }
    out.printf(
        Locale.ROOT,
        "epsilon %s at delta %s for one %s, added or removed%n",
        Double.isFinite(cost.epsilon())
            ? String.format(Locale.ROOT, "%.6g", cost.epsilon())
            : "infinite",
        delta,
        named.word());
    out.printf(
        Locale.ROOT,
        "noise multiplier %s, sampling rate %s (Poisson), %d steps; accountant %s%s%n",
        noiseMultiplier,
        samplingRate,
        steps,
        accountant().name(),
        order(cost.order()));
  }

  private static String order(OptionalDouble order) {
    return order.isPresent() ? ", order " + order.getAsDouble() : "";
  }
}
