package io.fedics.shared.stage;

import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.event.Event;
import java.util.List;

/**
 * What one stage decides for one partition. Pure: reads no clock, logs nothing, does no I/O. It folds record by record
 * and never sees where a batch ends, so re-reading with other cuts gives the same outputs. Not thread-safe.
 */
public interface Decision {

  /**
   * Takes one event; repeats are gone already.
   *
   * @return false when this stage has no use for such an event: it counts as ignored
   */
  boolean onEvent(Event event, Outputs out);

  /**
   * Whether it is worth decoding: false for a record this stage would ignore anyway, told by its bytes. Such a record counts as
   * ignored and nothing of it is remembered, not even its place in its source.
   */
  default boolean concerns(RecordBytes record) {
    return true;
  }

  /**
   * Whether it says nothing before a whole second is over, and nobody waits for that: then its reader waits a moment for more
   * records, and reads fewer and larger batches.
   */
  default boolean gathers() {
    return false;
  }

  /**
   * Drops all state of a site that ended long ago, and tells the next stages; what its writers say of later seconds is of the
   * site as it comes back, and stays.
   *
   * @param lastSecond newest second the site ever had
   * @return false when this stage is not through with that second, or went on behind it: nothing was dropped, and it is asked
   *     again after the next event of the site
   */
  boolean forget(String site, long lastSecond, Outputs out);

  /** Everything needed to go on after a restart. The same objects every time. */
  List<KeyedState<?>> state();
}
