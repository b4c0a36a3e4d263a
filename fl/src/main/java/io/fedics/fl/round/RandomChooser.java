package io.fedics.fl.round;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Every client with the same chance; the same seed and the same calls choose the same. */
public final class RandomChooser implements Training.Chooser {
  private final Random random;

  public RandomChooser(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public List<String> choose(Collection<String> all, int count) {
    var shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    return List.copyOf(shuffled.subList(0, count));
  }
}
