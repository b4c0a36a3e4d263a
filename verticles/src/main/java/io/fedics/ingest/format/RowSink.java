package io.fedics.ingest.format;

import io.fedics.shared.event.FlowBuilder;

/** Takes what a reader finds, in the order of the file. */
public interface RowSink {

  /**
   * @param line from 1; of a row over several lines, its first
   */
  void flow(long line, FlowBuilder flow);

  /** A flow that says itself which site saw it, as the files of {@code simulate --out} do. */
  default void flowOfSite(long line, FlowBuilder flow, String site) {
    flow(line, flow);
  }

  /** Where a site is, as the head of a {@code simulate --out} file says. Degrees, north and east positive. */
  default void location(String site, double latitude, double longitude) {}

  void reject(Rejection rejection);

  /**
   * A sound record that is no flow.
   *
   * @param kind what it is: {@code alert}, {@code dns}, {@code man} …
   */
  void skipped(String kind);
}
