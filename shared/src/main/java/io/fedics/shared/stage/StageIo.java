package io.fedics.shared.stage;

import io.vertx.core.Future;

/** The only door between a stage's decisions and the outside world. */
public interface StageIo {

  /** Reads, decides, writes, saves, in that order, a poll batch at a time, until {@link #close}. */
  Future<Void> run(StageWork work);

  /** Finishes the batch, saves, gives the partitions back. */
  Future<Void> close();

  StageHealth health();
}
