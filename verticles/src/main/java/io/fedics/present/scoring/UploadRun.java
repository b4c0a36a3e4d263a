package io.fedics.present.scoring;

import io.fedics.fl.model.record.RecordRefusedException;
import io.fedics.fl.model.record.RecordScorer;
import io.fedics.fl.model.record.RecordTable;
import io.fedics.present.http.Problem;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.RecordScored;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges the rows of one uploaded file, a block at a time: read and judged on a worker, then stored, then the next. */
final class UploadRun {
  private static final int BLOCK = 2_000;

  private final Vertx vertx;
  private final Scoring scoring;
  private final ScoredReadStore store;
  private final UploadStore uploads;
  private final Asked asked;
  private final Runnable changed;
  private final UploadCount count = new UploadCount();
  private volatile boolean isCancelled;

  /** An open file, and by what it is judged. */
  record Opened(CsvRows rows, RecordScorer scorer, RecordTable table, String model) {}

  /**
   * @param changed told when its batch says something new
   */
  UploadRun(
      Vertx vertx,
      Scoring scoring,
      ScoredReadStore store,
      UploadStore uploads,
      Asked asked,
      Runnable changed) {
    this.vertx = vertx;
    this.scoring = scoring;
    this.store = store;
    this.uploads = uploads;
    this.asked = asked;
    this.changed = changed;
  }

  /** No further block is read; what was judged stays. */
  void cancel() {
    isCancelled = true;
  }

  /** Reads the first line; fails with a problem that names the columns when no model takes such rows. */
  Future<Opened> open(Path file) {
    return vertx.executeBlocking(() -> opened(file), false);
  }

  private Opened opened(Path file) throws Exception {
    RecordScorer scorer = scoring.scorer().call();
    var rows = new CsvRows(file);
    try {
      RecordTable table = scorer.requireColumns(rows.columns());
      return new Opened(rows, scorer, table, scorer.modelOf(table).bundle().toString());
    } catch (RecordRefusedException e) {
      rows.close();
      throw RecordJson.problem(e, "");
    }
  }

  /** Until the end of the file; how it went stands with the batch, also when it failed. */
  Future<Void> run(Opened file) {
    return blocks(file)
        .compose(_ -> update(isCancelled ? "cancelled" : "done"))
        .recover(failure -> uploads
            .fail(asked.id(), count, sentence(failure))
            .onSuccess(_ -> changed.run())
            .transform(_ -> Future.failedFuture(failure)))
        .eventually(() -> close(file));
  }

  private Future<Void> update(String status) {
    return uploads.update(asked.id(), count, status).onSuccess(_ -> changed.run());
  }

  private static String sentence(Throwable failure) {
    return switch (failure) {
      case Problem problem -> String.valueOf(problem.getMessage());
      case IOException _ -> "The file could not be read to its end.";
      default -> "The server made a mistake; its log says which.";
    };
  }

  /** Only for a file that is not run: {@link #run} closes its own. */
  Future<Void> close(Opened file) {
    return vertx
        .executeBlocking(
            () -> {
              file.rows.close();
              return true;
            },
            false)
        .mapEmpty();
  }

  private Future<Void> blocks(Opened file) {
    if (isCancelled) {
      return Future.succeededFuture();
    }
    return vertx.executeBlocking(() -> block(file), false).compose(records -> {
      if (records.isEmpty()) {
        return Future.succeededFuture();
      }
      return store
          .write(scoring.rows(), List.copyOf(records))
          .compose(_ -> {
            records.forEach(record -> count.add((RecordScored) record));
            return update("reading");
          })
          .compose(_ -> blocks(file));
    });
  }

  private List<Event> block(Opened file) throws IOException {
    List<Event> records = new ArrayList<>(BLOCK);
    while (records.size() < BLOCK) {
      Optional<CsvRows.Row> row = file.rows.next();
      if (row.isEmpty()) {
        return records;
      }
      records.add(judged(file, row.get()));
    }
    return records;
  }

  private RecordScored judged(Opened file, CsvRows.Row row) {
    if (row.cells().isEmpty()) {
      return asked.failed(row.line(), file.table.wireName(), row.fault());
    }
    try {
      return asked.scored(row.line(), file.scorer.score(row.cells().get()));
    } catch (RecordRefusedException e) {
      return asked.failed(row.line(), file.table.wireName(), String.valueOf(e.getMessage()));
    }
  }
}
