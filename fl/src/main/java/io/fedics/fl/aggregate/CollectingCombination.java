package io.fedics.fl.aggregate;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Keeps every update, because the rule compares them; they are handed on in order of client id. */
final class CollectingCombination implements Combination {
  private final Tensors parameters;
  private final int least;
  private final Function<List<Update>, Combined> rule;
  private final TreeMap<String, Update> updates = new TreeMap<>();

  CollectingCombination(GlobalModel current, int least, Function<List<Update>, Combined> rule) {
    this.parameters = current.parameters();
    this.least = least;
    this.rule = rule;
  }

  @Override
  public void add(Update update) {
    Set<String> taken = updates.keySet();
    update.requireFor(parameters, taken);
    updates.put(update.clientId(), update);
  }

  @Override
  public Combined finish() {
    if (updates.size() < least) {
      throw new IllegalArgumentException(
          "updates: %d (expected: at least %d)".formatted(updates.size(), least));
    }
    return rule.apply(List.copyOf(updates.values()));
  }
}
