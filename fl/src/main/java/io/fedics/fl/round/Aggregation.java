package io.fedics.fl.round;

/** One round's combination of updates, taken as they come. Made anew for every try of a round. */
public interface Aggregation<U> {

  /** Takes one update. */
  void add(U update, long examples);

  /** New parameters of all that was added; called once, after at least one {@link #add}. */
  U finish();
}
