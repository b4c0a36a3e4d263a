package io.fedics.present.scoring;

import io.fedics.fl.model.record.RecordModel;
import io.fedics.fl.model.record.RecordScorer;
import io.fedics.fl.model.record.RecordScorer.Scored;
import io.fedics.fl.model.record.RecordTable;
import io.fedics.present.access.AccessHandler;
import io.fedics.present.http.Endpoint;
import io.fedics.present.http.Parameter;
import io.fedics.present.http.Problem;
import io.fedics.present.http.ProblemKind;
import io.fedics.present.http.Query;
import io.fedics.shared.event.AlertRaised;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.RecordOrigin;
import io.fedics.shared.event.SeverityLevel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests of the way from a record to a person: made-up records that are judged and stored as others are (origin {@code test}),
 * and an alert that is no incident.
 */
public final class TestApi {
  private static final Logger LOG = LoggerFactory.getLogger(TestApi.class);
  private static final int MOST_RECORDS = 100_000;
  private static final int MOST_RATE = 1_000;
  private static final int MOST_STREAMS = 4;
  private static final int TURN_MILLIS = 100;
  private static final Parameter FEATURES = Parameter.choice(
      "features",
      "table of the records; nsl-kdd/10 when not given",
      Arrays.stream(RecordTable.values()).map(RecordTable::wireName).toList());

  private final Scoring scoring;
  private final ScoredReadStore store;
  private final TestAlertStore alerts;
  private final Clock clock;
  private final AtomicInteger streams = new AtomicInteger();

  /** Records on their way, so many a second from {@code began}, nanoseconds. */
  private record Stream(Asked asked, RecordTable table, int records, int rate, long began) {
    long due() {
      return Math.min(records, 1 + (System.nanoTime() - began) * rate / 1_000_000_000L);
    }
  }

  public TestApi(Scoring scoring, ScoredReadStore store, TestAlertStore alerts, Clock clock) {
    this.scoring = scoring;
    this.store = store;
    this.alerts = alerts;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post(
            "/api/v1/test/send-single",
            "Judges one made-up record",
            List.of(FEATURES, PredictApi.SITE),
            Endpoint.RequestBody.NONE,
            (context, query) -> single(context.vertx(), query)),
        Endpoint.post(
            "/api/v1/test/start-stream",
            "Judges made-up records, some a second, until all are",
            List.of(
                FEATURES,
                PredictApi.SITE,
                Parameter.whole("records", "how many; 100 when not given", 1, MOST_RECORDS),
                Parameter.whole("rate", "records a second; 10 when not given", 1, MOST_RATE)),
            Endpoint.RequestBody.NONE,
            (context, query) -> stream(context.vertx(), query)),
        Endpoint.post(
            "/alert-test",
            "Tells an alert that is no incident, to test the way to people",
            List.of(PredictApi.SITE),
            Endpoint.RequestBody.NONE,
            this::alert));
  }

  private static RecordTable tableOf(Query query) {
    return query.text("features").flatMap(RecordTable::of).orElse(RecordTable.NSL_KDD_10);
  }

  private Future<JsonObject> single(Vertx vertx, Query query) {
    Asked asked = asked(query);
    return judge(vertx, tableOf(query), 1)
        .compose(scored -> store
            .write(scoring.rows(), List.of(asked.scored(1, scored.getFirst())))
            .map(_ -> RecordJson.json(scored.getFirst())));
  }

  private Asked asked(Query query) {
    return Asked.now(query.text("site").orElse(Asked.SITE), RecordOrigin.TEST, clock);
  }

  private Future<List<Scored>> judge(Vertx vertx, RecordTable table, int count) {
    return vertx.executeBlocking(
        () -> {
          RecordScorer scorer = scoring.scorer().call();
          RecordModel model = scorer.modelOf(table);
          var random = new SplittableRandom();
          List<Scored> all = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            all.add(scorer.score(model.example(random)));
          }
          return all;
        },
        false);
  }

  private Future<JsonObject> stream(Vertx vertx, Query query) {
    int records = query.whole("records", 100);
    int rate = query.whole("rate", 10);
    Asked asked = asked(query);
    RecordTable table = tableOf(query);
    var answer = new JsonObject()
        .put("stream", asked.id().toString())
        .put("site", asked.site())
        .put("features", table.wireName())
        .put("records", records)
        .put("rate", rate);
    if (streams.incrementAndGet() > MOST_STREAMS) {
      streams.decrementAndGet();
      throw Problem.of(
          409,
          ProblemKind.CONFLICT,
          "Too many streams",
          "Test streams: %d are running (expected: fewer before another begins)."
              .formatted(MOST_STREAMS));
    }
    var stream = new Stream(asked, table, records, rate, System.nanoTime());
    return judge(vertx, table, 1).onFailure(_ -> streams.decrementAndGet()).map(_ -> {
      nextTurn(vertx, stream, 0);
      return answer;
    });
  }

  /** The turn after it comes when its records are stored: a slow database is asked less often. */
  private void nextTurn(Vertx vertx, Stream stream, long sent) {
    vertx.setTimer(TURN_MILLIS, _ -> {
      long due = Math.min(stream.due(), sent + MOST_RATE);
      send(vertx, stream, sent, (int) (due - sent))
          .onSuccess(_ -> {
            if (due < stream.records()) {
              nextTurn(vertx, stream, due);
            } else {
              streams.decrementAndGet();
            }
          })
          .onFailure(failure -> {
            streams.decrementAndGet();
            LOG.warn("test stream {} ended: {}", stream.asked().id(), failure.toString());
          });
    });
  }

  private Future<Void> send(Vertx vertx, Stream stream, long from, int count) {
    return judge(vertx, stream.table(), count).compose(scored -> {
      List<Event> events = new ArrayList<>();
      scored.forEach(each -> events.add(stream.asked().scored(from + events.size() + 1, each)));
      return store.write(scoring.rows(), events);
    });
  }

  private Future<JsonObject> alert(RoutingContext context, Query query) {
    Asked asked = asked(query);
    UUID incident = EventId.of(asked.id(), "test-alert");
    String summary =
        "Test alert, asked for by " + AccessHandler.sessionOf(context).person() + "; no incident";
    var snapshot = new IncidentSnapshot(
        incident,
        asked.site(),
        AttackLabel.OTHER,
        0,
        0,
        SeverityLevel.INFO,
        false,
        "test",
        List.of(),
        0,
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        asked.at(),
        asked.at(),
        0,
        summary,
        List.of(),
        List.of(),
        incident);
    var alert = new AlertRaised(
        EventId.of(incident, "alert"),
        asked.site(),
        asked.at(),
        "present/0/" + asked.site(),
        asked.at().getEpochSecond(),
        snapshot);
    return alerts
        .put(alert)
        .map(_ -> new JsonObject()
            .put("alert", alert.eventId().toString())
            .put("site", asked.site())
            .put("summary", summary));
  }
}
