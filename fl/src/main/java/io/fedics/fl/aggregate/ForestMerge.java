package io.fedics.fl.aggregate;

import io.fedics.fl.model.tree.ForestTensors;
import java.util.List;
import java.util.Map;

/**
 * Isolation forests cannot be averaged: the next forest is made of trees of all sites, as {@link ForestTensors#merged} says,
 * an equal part of each; examples do not count. What is no forest is refused when it comes. Nothing of the forest before
 * remains.
 *
 * <p>One site has one part in so many of every score, and a path length is bounded, so one that lies moves scores by no more
 * than its part. Not in Flower.
 *
 * @param layout of every site's forest and of the merged one
 */
public record ForestMerge(ForestTensors layout) implements Strategy {
  @Override
  public Combination begin(GlobalModel current, int round) {
    var collected =
        new CollectingCombination(current, leastUpdates(), updates -> merged(current, updates));
    return new Combination() {
      @Override
      public void add(Update update) {
        if (update.parameters().shapes().equals(layout.shapes())) {
          requireForest(update);
        }
        collected.add(update); // other shapes are refused there
      }

      @Override
      public Combined finish() {
        return collected.finish();
      }
    };
  }

  private void requireForest(Update update) {
    try {
      layout.require(update.parameters().values());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "parameters of %s: %s".formatted(update.clientId(), e.getMessage()), e);
    }
  }

  private Combined merged(GlobalModel current, List<Update> updates) {
    double[] forest = layout.merged(
        updates.stream().map(update -> update.parameters().values()).toList());
    return new Combined(current.next(forest, Map.of()), List.of());
  }

  @Override
  public String toString() {
    return "ForestMerge";
  }
}
