package io.fedics.shared.event;

/**
 * A fact one stage tells the next. {@code seq} rises per {@code source}; it comes from the cause (a sorted position,
 * a foreign offset, {@code second * 2^20 + position}), never from a counter, so that a repeat has the same one.
 */
public sealed interface Event permits DataEvent, ControlEvent {

  /** The plant, {@code [a-z0-9-]{1,32}}. */
  String site();

  /**
   * Who wrote it: a run or file for flows, {@code stage/partition/site} for anything derived, {@code stage/partition/of/} and the
   * source of a flow for what is written at once about it.
   */
  String source();

  /** Rising per source. */
  long seq();
}
