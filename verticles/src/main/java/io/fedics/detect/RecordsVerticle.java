package io.fedics.detect;

import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.RowWriter;
import io.fedics.shared.stage.StageIo;
import io.fedics.shared.stage.StageWork;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.IntFunction;

/** The reader of records with a table's own columns, whose verdicts become rows. Wiring only. Deploy as a worker. */
public final class RecordsVerticle extends VerticleBase {
  private final IntFunction<Decision> decisionOfPartition;
  private final RowWriter rows;
  private final StageIo io;

  /**
   * @param rows where verdicts go, in one transaction with the offsets
   */
  public RecordsVerticle(IntFunction<Decision> decisionOfPartition, RowWriter rows, StageIo io) {
    this.decisionOfPartition = decisionOfPartition;
    this.rows = rows;
    this.io = io;
  }

  @Override
  public Future<?> start() {
    return io.run(StageWork.decidingIntoRows(decisionOfPartition, rows));
  }

  @Override
  public Future<?> stop() {
    return io.close();
  }
}
