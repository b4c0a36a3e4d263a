package io.fedics.ingest.file;

import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;

/**
 * A flow in its place.
 *
 * @param file where it was read
 * @param line in that file, from 1
 * @param seq place in the whole order, from 0
 * @param site what the row itself names; empty when it names none
 */
public record SortedFlow(FlowFile file, long line, long seq, String site, FlowBuilder flow) {

  /**
   * The event, the same one each time the same file is read into the same site.
   *
   * @param defaultSite for a row that names none
   * @param source as {@link SortedFlows#source}
   */
  public FlowObserved event(String defaultSite, String source) {
    String at = site.isEmpty() ? defaultSite : site;
    return flow.build(EventId.of(at, file.sha256(), line), at, source, seq);
  }
}
