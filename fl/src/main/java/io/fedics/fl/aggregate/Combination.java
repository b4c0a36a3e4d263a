package io.fedics.fl.aggregate;

/** One round's combination of updates, taken as they come; the order shows nowhere. Made anew for every try of a round. */
public interface Combination {

  /**
   * Takes one update.
   *
   * @throws IllegalArgumentException when its shapes are not the model's, or the client was taken before
   */
  void add(Update update);

  /** Whether what was added is needed until the next model is made; else its numbers may change behind {@link #add}. */
  default boolean keepsUpdates() {
    return true;
  }

  /**
   * The next model; called once.
   *
   * @throws IllegalArgumentException when fewer were added than {@link Strategy#leastUpdates}
   */
  Combined finish();
}
