package io.fedics.app.offline;

import io.fedics.shared.event.Event;
import io.fedics.shared.topic.Topic;

/**
 * Verdicts and incidents from what detectors wrote elsewhere, so that several ways to combine the same findings are compared
 * for the price of detecting once. Not thread-safe.
 */
public final class VerdictChain {
  private final OfflineTally tally = new OfflineTally();
  private final OfflineLog log;

  /**
   * @param stages whose detectors count; findings of others are left out
   */
  public VerdictChain(OfflineStages stages) {
    this.log = new OfflineLog(1, tally::add);
    stages.judge(log, 1);
  }

  /** Takes what aggregate and detectors wrote, in its order. */
  public void take(Topic topic, Event event) {
    if (topic == Topic.HOST_ACTIVITY
        || topic == Topic.ANOMALIES
        || topic == Topic.ATTACK_CLASSIFIED) {
      log.toPartition(topic, 0, event);
      log.drain();
    }
  }

  public OfflineResult result(long flows) {
    return tally.result(flows);
  }
}
