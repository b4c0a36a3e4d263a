package io.fedics.fl.aggregate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Weighted mean by examples, update by update: memory does not grow with the clients. Then a step made of the mean. */
final class MeanCombination implements Combination {
  private final GlobalModel current;
  private final Function<double[], GlobalModel> step;
  private final ExactSums sums;
  private final Set<String> taken = new HashSet<>();
  private long examples;

  /**
   * @param step from the mean to the next model; owns the array it is given
   */
  MeanCombination(GlobalModel current, Function<double[], GlobalModel> step) {
    this.current = current;
    this.step = step;
    this.sums = new ExactSums(current.parameters().size());
  }

  @Override
  public void add(Update update) {
    update.requireFor(current.parameters(), taken);
    long most = Long.MAX_VALUE - examples;
    if (update.examples() > most) {
      throw new IllegalArgumentException("examples of %s: %d (expected: at most %d, 2^63 in all)"
          .formatted(update.clientId(), update.examples(), most));
    }
    sums.add(update.parameters().values(), update.examples());
    examples += update.examples();
    taken.add(update.clientId());
  }

  @Override
  public boolean keepsUpdates() {
    return false;
  }

  @Override
  public Combined finish() {
    if (taken.isEmpty()) {
      throw new IllegalArgumentException("updates: 0 (expected: at least 1)");
    }
    double[] mean = new double[current.parameters().size()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = sums.sum(i) / examples;
    }
    return new Combined(step.apply(mean), List.of());
  }
}
