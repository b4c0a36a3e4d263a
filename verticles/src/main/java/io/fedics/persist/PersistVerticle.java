package io.fedics.persist;

import io.fedics.shared.stage.StageIo;
import io.fedics.shared.stage.StageWork;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Stores what one topic carries. Wiring only: rows are made by {@link RowStore}. */
public final class PersistVerticle extends VerticleBase {
  private final Topic topic;
  private final StageIo io;

  /**
   * @param topic the stage's input
   * @param io of the stage that reads it
   */
  public PersistVerticle(Topic topic, StageIo io) {
    this.topic = topic;
    this.io = io;
  }

  @Override
  public Future<?> start() {
    return io.run(StageWork.storing(new RowStore(topic)));
  }

  @Override
  public Future<?> stop() {
    return io.close();
  }
}
