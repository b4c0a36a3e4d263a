package io.fedics.fl.aggregate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Another strategy, and how the updates of each round lay to each other: all of them are kept until the round is combined.
 * Not where sites are hidden: what it tells of a site is neither noised nor charged.
 *
 * @param strategy that combines
 * @param mostValues a round with more numbers in all updates is combined and not compared; positive
 */
public record Watched(Strategy strategy, long mostValues) implements Strategy {
  public Watched {
    if (mostValues < 1) {
      throw new IllegalArgumentException("values: " + mostValues + " (expected: at least 1)");
    }
  }

  @Override
  public int leastUpdates() {
    return strategy.leastUpdates();
  }

  @Override
  public Map<String, Double> clientConfig() {
    return strategy.clientConfig();
  }

  @Override
  public Tensors initial(Tensors told) {
    return strategy.initial(told);
  }

  @Override
  public Combination begin(GlobalModel current, int round) {
    return new Watch(current.parameters(), strategy.begin(current, round));
  }

  /** A watched training is the same training. */
  @Override
  public String toString() {
    return strategy.toString();
  }

  private final class Watch implements Combination {
    private final Tensors before;
    private final Combination combination;
    private final Map<String, double[]> moves = new HashMap<>();
    private boolean tooMany;

    Watch(Tensors before, Combination combination) {
      this.before = before;
      this.combination = combination;
    }

    @Override
    public void add(Update update) {
      combination.add(update);
      tooMany |= (moves.size() + 1L) * before.size() > mostValues;
      if (tooMany) {
        moves.clear();
        return;
      }
      moves.put(
          update.clientId(), Vectors.difference(update.parameters().values(), before.values()));
    }

    /** Moves are arrays of their own. */
    @Override
    public boolean keepsUpdates() {
      return combination.keepsUpdates();
    }

    @Override
    public Combined finish() {
      Combined combined = combination.finish();
      if (moves.isEmpty()) {
        return combined;
      }
      List<Influence> influences = Influence.of(
          moves, Vectors.difference(combined.model().parameters().values(), before.values()));
      return new Combined(combined.model(), combined.leftOut(), influences);
    }
  }
}
