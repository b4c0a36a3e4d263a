package io.fedics.ingest.simulate.domain;

/** Makes the flows of one moment. */
@FunctionalInterface
interface FlowSource {
  /**
   * @param at when the flows end, microseconds since the epoch
   */
  void emit(long at, Dice dice, Wire wire);
}
