package io.fedics.ingest;

import io.fedics.shared.error.UsageException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether this process simulates a plant.
 *
 * @param unlessReal only until a real source has written
 * @param rate benign flows per second; 0 for none
 */
public record SimulateMode(boolean unlessReal, double rate) {
  /** A plant to look at, until there is a real one. */
  public static final SimulateMode USUAL = new SimulateMode(true, 50);

  /**
   * Reads {@code --simulate}.
   *
   * @param text empty for the usual, {@code off}, or flows per second
   */
  public static SimulateMode of(String text) {
    if (text.isEmpty() || text.equals("auto")) {
      return USUAL;
    }
    if (text.equals("off")) {
      return new SimulateMode(false, 0);
    }
    double rate = parse(text);
    if (!(rate > 0 && rate <= 100_000)) {
      throw refuse(text);
    }
    return new SimulateMode(false, rate);
  }

  private static double parse(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refuse(text);
    }
  }

  private static UsageException refuse(String text) {
    return new UsageException(
        "--simulate: " + text + " (expected: off, or flows per second up to 100000)");
  }

  /** Flows per second, given who has written so far; empty for no simulation. */
  OptionalDouble rate(List<SiteRow> known) {
    boolean real = known.stream().anyMatch(site -> !site.owner().equals(SimulationFeed.OWNER));
    return rate == 0 || (unlessReal && real) ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }
}
