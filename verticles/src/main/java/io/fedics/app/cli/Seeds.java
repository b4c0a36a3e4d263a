package io.fedics.app.cli;

import io.fedics.shared.error.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The seeds of a run that is repeated, as {@code --seeds} names them. */
public final class Seeds {
  private Seeds() {}

  /**
   * @param text whole numbers with commas between them, each once
   * @throws UsageException for anything else
   */
  public static List<Long> of(String text) {
    List<Long> all = new ArrayList<>();
    for (String seed : text.split(",", -1)) {
      try {
        all.add(Long.parseLong(seed.trim()));
      } catch (NumberFormatException e) {
        throw new UsageException("--seeds: " + text + " (expected: whole numbers, as in 1,2,3)", e);
      }
    }
    if (Set.copyOf(all).size() < all.size()) {
      throw new UsageException(
          "--seeds: " + text + " (expected: each once, or the spread is none)");
    }
    return all;
  }
}
