package io.fedics.present.scoring;

import io.fedics.fl.model.record.RecordTable;
import io.fedics.present.http.Endpoint;
import io.fedics.present.http.Parameter;
import io.fedics.present.http.Query;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Views over verdicts about records: from flows, questions, uploads and tests. */
public final class ScoredApi {
  private static final String PATH = "/api/v1/predictions/";
  private static final List<Parameter> FILTERS = List.of(
      Parameter.of("site", Parameter.Kind.SITE, "of this site only"),
      Parameter.choice("origin", "how a record came", List.of("live", "asked", "upload", "test")),
      Parameter.choice(
          "features",
          "of this table only",
          Arrays.stream(RecordTable.values()).map(RecordTable::wireName).toList()));

  private final ScoredReadStore store;

  public ScoredApi(ScoredReadStore store) {
    this.store = store;
  }

  public List<Endpoint> endpoints() {
    List<Parameter> rows = with(Parameter.whole("limit", "rows of one answer", 1, 1_000));
    List<Parameter> span = with(
        Parameter.of("window", Parameter.Kind.WINDOW, "before now; 24h when not given"),
        Parameter.of("from", Parameter.Kind.TIME, "begin, included"),
        Parameter.of("to", Parameter.Kind.TIME, "end, not included"));
    return List.of(
        Endpoint.get(
            PATH + "recent",
            "Newest verdicts about records, those that could not be judged among them",
            rows,
            (_, query) -> store.newest(query, false)),
        Endpoint.get(
            PATH + "threats",
            "Newest alarms about records",
            rows,
            (_, query) -> store.newest(query, true)),
        Endpoint.get(
            PATH + "stats",
            "How many records, alarms, failures",
            span,
            (_, query) -> store.stats(query)),
        Endpoint.get(
            PATH + "attacks",
            "Alarms about records by kind of attack",
            span,
            (_, query) -> store.alarmsByLabel(query).map(ScoredApi::items)),
        Endpoint.get(
            PATH + "actions",
            "What to do about each kind of alarm; proposals, nothing is done",
            span,
            (_, query) -> actions(query)));
  }

  private static List<Parameter> with(Parameter... more) {
    List<Parameter> all = new ArrayList<>(FILTERS);
    all.addAll(List.of(more));
    return all;
  }

  private Future<JsonObject> actions(Query query) {
    return store.alarmsByLabel(query).map(labels -> {
      labels.forEach(label ->
          label.put("action", ProposedAction.of(label.getString("label")).words()));
      return items(labels);
    });
  }

  private static JsonObject items(List<JsonObject> items) {
    return new JsonObject().put("items", new JsonArray(items));
  }
}
