package io.fedics.present.scoring;

import io.fedics.fl.model.record.RecordRefusedException;
import io.fedics.fl.model.record.RecordScorer;
import io.fedics.fl.model.record.RecordScorer.Scored;
import io.fedics.present.http.Endpoint;
import io.fedics.present.http.JsonBody;
import io.fedics.present.http.Parameter;
import io.fedics.present.http.Problem;
import io.fedics.present.http.Query;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.RecordOrigin;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Verdicts about records that somebody sends: one, or a list of which all or none are judged. */
public final class PredictApi {
  private static final int MOST_RECORDS = 10_000;
  static final Parameter SITE =
      Parameter.of("site", Parameter.Kind.SITE, "counted to; api when not given");

  private final Scoring scoring;
  private final ScoredReadStore store;
  private final Clock clock;

  public PredictApi(Scoring scoring, ScoredReadStore store, Clock clock) {
    this.scoring = scoring;
    this.store = store;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String path : List.of("/predict", "/api/v1/predict")) {
      endpoints.add(Endpoint.post(
          path,
          "Judges one record or a list, by the model of the table that has its columns",
          List.of(SITE),
          Endpoint.RequestBody.RECORDS,
          this::predict));
    }
    endpoints.add(Endpoint.get(
        "/api/v1/predict/models",
        "The model that judges each table's records: its columns, labels, threshold",
        List.of(),
        (context, _) ->
            context.vertx().executeBlocking(() -> models(scoring.scorer().call()), false)));
    return endpoints;
  }

  private static JsonObject models(RecordScorer scorer) {
    var items = new JsonArray();
    scorer.tables().forEach(table -> items.add(RecordJson.json(table, scorer.modelOf(table))));
    return new JsonObject().put("items", items);
  }

  private Future<?> predict(RoutingContext context, Query query) {
    Object body = JsonBody.valueOf(context);
    boolean one = body instanceof JsonObject;
    List<Map<String, String>> records = recordsOf(body);
    Asked asked = Asked.now(query.text("site").orElse(Asked.SITE), RecordOrigin.ASKED, clock);
    return context
        .vertx()
        .executeBlocking(() -> score(records, one), false)
        .compose(all -> store
            .write(scoring.rows(), events(asked, all))
            .map(_ -> one ? RecordJson.json(all.getFirst()) : array(all)));
  }

  private static List<Map<String, String>> recordsOf(Object body) {
    if (body instanceof JsonObject) {
      return List.of(RecordJson.cells(body, ""));
    }
    if (!(body instanceof JsonArray list) || list.isEmpty() || list.size() > MOST_RECORDS) {
      throw Problem.badValue(
          422, "body", String.valueOf(body), "a record, or a list of 1 to " + MOST_RECORDS);
    }
    List<Map<String, String>> records = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      records.add(RecordJson.cells(list.getValue(i), place(i)));
    }
    return records;
  }

  private static String place(int index) {
    return "[" + index + "].";
  }

  private List<Scored> score(List<Map<String, String>> records, boolean one) throws Exception {
    RecordScorer scorer = scoring.scorer().call();
    List<Scored> all = new ArrayList<>(records.size());
    for (Map<String, String> record : records) {
      try {
        all.add(scorer.score(record));
      } catch (RecordRefusedException e) {
        throw RecordJson.problem(e, one ? "" : place(all.size()));
      }
    }
    return all;
  }

  private static List<Event> events(Asked asked, List<Scored> all) {
    List<Event> events = new ArrayList<>(all.size());
    for (Scored scored : all) {
      events.add(asked.scored(events.size() + 1, scored));
    }
    return events;
  }

  private static JsonArray array(List<Scored> all) {
    var array = new JsonArray();
    all.forEach(scored -> array.add(RecordJson.json(scored)));
    return array;
  }
}
