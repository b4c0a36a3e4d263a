package io.fedics.present;

import io.fedics.fl.model.record.RecordScorer;
import io.fedics.incident.IncidentStore;
import io.fedics.persist.RowStore;
import io.fedics.persist.ScoredStore;
import io.fedics.persist.TestDatabase;
import io.fedics.present.access.Access;
import io.fedics.present.access.HealthCheck;
import io.fedics.present.audit.AuditTrail;
import io.fedics.present.federation.FederationControl;
import io.fedics.present.history.HistoryStore;
import io.fedics.present.live.LiveEvents;
import io.fedics.present.scoring.Scoring;
import io.fedics.sample.RecordBundles;
import io.fedics.shared.attack.Techniques;
import io.fedics.shared.config.Settings;
import io.fedics.shared.event.Event;
import io.fedics.shared.stage.RowWriter;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The API on a real database, without broker: rows and live events are put in by the test. */
final class TestServer implements AutoCloseable {
  static final String TOKEN = "test-token-0123456789";

  final Vertx vertx = Vertx.vertx();
  final Access access = new Access(TOKEN, Duration.ofHours(1), Clock.systemUTC());
  final FakeLive live = new FakeLive();
  final FakeFederation federation = new FakeFederation();
  final Pool pool;
  /** Of the audit trail. */
  final Path keys = folder();

  final int port;
  private final TestDatabase database = TestDatabase.start();
  private final HttpClient client = vertx.createHttpClient();
  private final SchemaFit described;

  /** One answer. */
  record Answer(int status, io.vertx.core.MultiMap headers, String body) {
    JsonObject json() {
      return new JsonObject(body);
    }

    JsonArray array() {
      return new JsonArray(body);
    }

    List<JsonObject> items() {
      var items = new ArrayList<JsonObject>();
      json().getJsonArray("items").forEach(item -> items.add((JsonObject) item));
      return items;
    }
  }

  /** Events as if from Kafka. */
  static final class FakeLive implements LiveEvents {
    private Consumer<Event> listener = _ -> {};

    @Override
    public Future<Void> start(List<Topic> topics, Consumer<Event> onEvent) {
      listener = onEvent;
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }

  /** A training that is what the test says. */
  static final class FakeFederation implements FederationControl {
    volatile Optional<JsonObject> state = Optional.empty();
    volatile Optional<JsonObject> ledger = Optional.empty();

    @Override
    public Optional<JsonObject> state() {
      return state;
    }

    @Override
    public JsonObject trigger() {
      JsonObject now = state.orElseThrow(
          () -> new IllegalStateException("the stage federate does not run in this process"));
      if (now.getString("phase").equals("over")) {
        throw new IllegalStateException("training is over behind round " + now.getInteger("round"));
      }
      return new JsonObject()
          .put("run", now.getString("run"))
          .put("round", now.getInteger("next_round"))
          .put("clients", now.getJsonArray("present").size())
          .put("waiting_for", 1);
    }

    @Override
    public Optional<JsonObject> verifyLedger() {
      return ledger;
    }
  }

  TestServer() {
    pool = database.pool(vertx);
    var config = PresentConfig.from(new Settings(Map.of("present.origins", "https://soc.example")));
    var trail = new AuditTrail(vertx, pool, keys);
    var parts = new PresentParts(
        new HistoryStore(pool, config.queryTimeout()),
        trail,
        access,
        live,
        List::of,
        () -> "fedics_test 1\n",
        keys,
        List.of(new HealthCheck("postgres", () -> Future.succeededFuture(HealthCheck.Answer.ok()))),
        JsonObject::new,
        () -> List.of(new JsonObject().put("kind", "iforest").put("active", true)),
        federation,
        new Scoring(() -> RecordScorer.of(RecordBundles.models()), new ScoredStore()),
        Techniques.of(Techniques.V18_1),
        "0.1.0",
        Clock.systemUTC());
    var verticle =
        new PresentVerticle(config, parts, SocketAddress.inetSocketAddress(0, "127.0.0.1"));
    await(() -> vertx.deployVerticle(verticle));
    await(trail::store); // begun by the start, and not in the middle of a test
    port = verticle.port();
    described = new SchemaFit(await(() -> request(
            HttpMethod.GET, "/openapi.json", Map.of("Authorization", "Bearer " + TOKEN), ""))
        .json());
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("fedics-keys");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a slash at its end. */
  String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  /** The same database with another time limit. */
  HistoryStore history(Duration limit) {
    var options = HistoryStore.limited(database.options(), limit);
    return new HistoryStore(TestDatabase.pool(vertx, options), limit);
  }

  PgConnectOptions connection() {
    return database.options();
  }

  /** A database that is not there. */
  HistoryStore nowhere() {
    var options = database.options().setPort(1);
    return new HistoryStore(TestDatabase.pool(vertx, options), Duration.ofSeconds(2));
  }

  void happens(Event event) {
    vertx.runOnContext(_ -> live.listener.accept(event));
  }

  Answer get(String path) {
    return ask(HttpMethod.GET, path, Map.of("Authorization", "Bearer " + TOKEN), "");
  }

  Answer post(String path, JsonObject body) {
    return ask(
        HttpMethod.POST,
        path,
        Map.of("Authorization", "Bearer " + TOKEN, "Content-Type", "application/json"),
        body.encode());
  }

  /** What comes as JSON must be what {@code openapi.json} says of it. */
  Answer ask(HttpMethod method, String path, Map<String, String> headers, String body) {
    Answer answer = await(() -> request(method, path, headers, body));
    String type = String.valueOf(answer.headers().get("content-type"));
    if (type.endsWith("json") && !method.equals(HttpMethod.HEAD)) {
      described.assertAnswers(
          method.name().toLowerCase(Locale.ROOT),
          path,
          answer.status(),
          type,
          Json.decodeValue(answer.body()));
    }
    return answer;
  }

  Future<Answer> request(HttpMethod method, String path, Map<String, String> headers, String body) {
    return client
        .request(options(method, path, headers))
        .compose(request -> request.send(Buffer.buffer(body)))
        .compose(response -> response
            .body()
            .map(bytes -> new Answer(response.statusCode(), response.headers(), bytes.toString())));
  }

  private RequestOptions options(HttpMethod method, String path, Map<String, String> headers) {
    var options = new RequestOptions()
        .setMethod(method)
        .setPort(port)
        .setHost("127.0.0.1")
        .setURI(path)
        .setHeaders(io.vertx.core.MultiMap.caseInsensitiveMultiMap());
    headers.forEach(options::putHeader);
    return options;
  }

  /** What comes in piece by piece. */
  static final class Stream {
    private final StringBuilder text = new StringBuilder();
    private final java.util.concurrent.CountDownLatch closed =
        new java.util.concurrent.CountDownLatch(1);
    private Runnable close = () -> {};

    private synchronized void add(String piece) {
      text.append(piece);
      notifyAll();
    }

    synchronized String text() {
      return text.toString();
    }

    synchronized void awaitText(String wanted) {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
      while (text.indexOf(wanted) < 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("no " + wanted + " in: " + text);
        }
        try {
          wait(left);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }

    void awaitClose() {
      try {
        if (!closed.await(15, TimeUnit.SECONDS)) {
          throw new AssertionError("still open: " + text());
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    void close() {
      close.run();
    }
  }

  Stream stream(String path, Map<String, String> headers) {
    var stream = new Stream();
    await(() -> client
        .request(options(HttpMethod.POST, path, headers))
        .compose(request -> {
          stream.close = () -> request.reset();
          return request.send();
        })
        .map(response -> {
          response.handler(piece -> stream.add(piece.toString()));
          response.exceptionHandler(_ -> stream.closed.countDown());
          return response.statusCode();
        }));
    return stream;
  }

  Stream webSocket(String path, Map<String, String> headers) {
    var stream = new Stream();
    var options = new io.vertx.core.http.WebSocketConnectOptions()
        .setPort(port)
        .setHost("127.0.0.1")
        .setURI(path);
    headers.forEach(options::addHeader);
    await(() -> vertx.createWebSocketClient().connect(options).map(socket -> {
      socket.textMessageHandler(stream::add);
      socket.closeHandler(_ -> stream.closed.countDown());
      stream.close = socket::close;
      return socket.isSsl();
    }));
    return stream;
  }

  void store(Topic topic, List<? extends Event> events) {
    RowWriter rows = new RowStore(topic);
    await(() -> pool.withTransaction(db -> rows.write(db, List.copyOf(events))));
  }

  void storeIncidents(List<? extends Event> alerts) {
    await(() -> pool.withTransaction(db -> new IncidentStore().write(db, List.copyOf(alerts))));
  }

  Row sql(String statement) {
    return await(() -> pool.query(statement)
        .execute()
        .map(rows -> rows.iterator().hasNext() ? rows.iterator().next() : null));
  }

  <T> T await(Supplier<Future<T>> call) {
    Future<T> answer =
        Future.future(promise -> vertx.runOnContext(_ -> call.get().onComplete(promise)));
    try {
      return answer.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within 20 s", e);
    }
  }

  @Override
  public void close() {
    await(pool::close);
    try {
      vertx.close().await(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
    database.close();
  }
}
