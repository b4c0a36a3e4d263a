package io.fedics.ingest.simulate.domain;

/** Something that makes flows now and then. */
abstract class Activity {
  /** Due time of an activity that is over. */
  static final long NEVER = Long.MAX_VALUE;

  /** When it acts next, microseconds since the epoch. */
  long due;

  /** Breaks ties: activities added first act first. */
  long order;

  /**
   * Makes the flows that end at {@link #due}.
   *
   * @return when it acts next, not before {@link #due}; {@link #NEVER} when it is over
   */
  abstract long act();
}
