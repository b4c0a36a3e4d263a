package io.fedics.fl.privacy;

/** Which of two neighbouring data sets has one unit more; a guarantee needs both. */
enum Direction {
  /** From the data set with the unit to the one without. */
  REMOVE,
  /** From the data set without the unit to the one with it. */
  ADD
}
