package io.fedics.fl.model.score;

import java.util.List;

/**
 * What would have had to be different for a row not to be reported.
 *
 * @param changes few features moved to what is typical, the most telling first; all others as they were
 * @param score of the row with the changes, below the threshold asked for
 */
public record Counterfactual(List<Change> changes, double score) {

  public Counterfactual {
    changes = List.copyOf(changes);
  }

  /** One feature moved {@code from} what was seen {@code to} what is typical; {@code index} is its place in a row. */
  public record Change(String feature, int index, double from, double to) {}
}
