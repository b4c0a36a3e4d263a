package io.fedics.present.scoring;

import io.fedics.fl.model.record.RecordModel;
import io.fedics.fl.model.record.RecordRefusedException;
import io.fedics.fl.model.record.RecordScorer.Scored;
import io.fedics.fl.model.record.RecordTable;
import io.fedics.present.http.Problem;
import io.fedics.present.http.ProblemKind;
import io.fedics.shared.event.RecordScored.RecordVerdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Records and verdicts as people send and read them. */
final class RecordJson {
  private static final String RECORD = "an object of numbers and texts by column";

  private RecordJson() {}

  /**
   * Cells by column.
   *
   * @param place in a list, {@code [3].}; empty for a single record
   */
  static Map<String, String> cells(Object value, String place) {
    if (!(value instanceof JsonObject record)) {
      throw Problem.badValue(422, place + "record", String.valueOf(value), RECORD);
    }
    Map<String, String> cells = new LinkedHashMap<>();
    for (String column : record.fieldNames()) {
      Object cell = record.getValue(column);
      if (!(cell instanceof Number || cell instanceof String || cell instanceof Boolean)) {
        throw Problem.badValue(
            422, place + column, String.valueOf(cell), "a number or a text, nothing is filled in");
      }
      cells.put(column, cell.toString());
    }
    return cells;
  }

  /** 422, naming the columns that are wrong, the first 20. */
  static Problem problem(RecordRefusedException refused, String place) {
    var errors = new JsonArray();
    refused
        .faults()
        .forEach(fault -> errors.add(new JsonObject()
            .put("name", place + fault.column())
            .put("value", fault.value())
            .put("expected", fault.expected())));
    return Problem.of(
        422,
        ProblemKind.RECORD_REFUSED,
        "Record refused",
        place + refused.getMessage(),
        new JsonObject().put("errors", errors));
  }

  /** A model in use, and what a record must have to be judged by it. */
  static JsonObject json(RecordTable table, RecordModel model) {
    var columns = new JsonArray();
    model
        .columns()
        .forEach(column -> columns.add(new JsonObject()
            .put("name", column)
            .put("kind", model.words().contains(column) ? "word" : "number")
            .put("required", model.required().contains(column))));
    return new JsonObject()
        .put("features", table.wireName())
        .put("role", table.role())
        .put("model", model.bundle().toString())
        .put("model_sha256", model.bundle().sha256())
        .put("threshold", model.threshold())
        .put("labels", new JsonArray(model.labels()))
        .put("columns", columns)
        .put("example", new JsonObject(new LinkedHashMap<>(model.example(new SplittableRandom(1)))))
        .put("card", model.bundle().card());
  }

  static JsonObject json(Scored scored) {
    RecordVerdict verdict = scored.verdict();
    var probabilities = new JsonObject();
    verdict.probabilities().forEach(each -> probabilities.put(each.label(), each.probability()));
    return new JsonObject()
        .put("score", verdict.score())
        .put("label", verdict.label())
        .put("alarm", verdict.alarm())
        .put("threshold", verdict.threshold())
        .put("features", scored.table().wireName())
        .put("model", verdict.model().name() + '@' + verdict.model().version())
        .put("model_sha256", verdict.model().sha256())
        .put("probabilities", probabilities);
  }
}
