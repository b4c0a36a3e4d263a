package io.fedics.shared.stage;

import io.vertx.core.Future;
import java.util.List;

/** What is done with a topic that others write. Called on one context, one call at a time. */
public interface ForeignWork {

  /**
   * What one poll gave, perhaps nothing.
   *
   * @param records of each partition in order
   * @param readThrough epoch milliseconds up to which every partition was read; {@link Long#MIN_VALUE} when unknown
   * @param readAt epoch milliseconds of this machine's clock
   */
  record Batch(List<ForeignRecord> records, long readThrough, long readAt) {
    public Batch {
      records = List.copyOf(records);
    }
  }

  /** Before the first batch, and again after every failure; fails as Unavailable while another process does the work. */
  Future<Void> begin();

  /**
   * Done when all that the batch caused is acknowledged: only then its offsets are committed.
   *
   * @return how many records became dead letters
   */
  Future<Integer> handle(Batch batch);

  /** After the last batch. */
  Future<Void> end();
}
