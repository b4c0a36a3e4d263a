package io.fedics.present;

import io.fedics.present.live.Audience;
import io.fedics.shared.address.Prefixes;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Serves the console as the platform does, with made-up rows: no broker, no database. Its connections can be cut. */
final class FakeConsole {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
          + "require-trusted-types-for 'script'; trusted-types default";
  private static final List<String> LEVELS = List.of("critical", "high", "medium", "low", "info");
  private static final Set<String> OPEN = Set.of("new", "acknowledged", "reopened");

  private final Vertx vertx;
  private final HttpServer server;
  private final FakeRows rows = new FakeRows(Instant.now());
  private final List<JsonObject> incidents = new CopyOnWriteArrayList<>(rows.incidents());
  private final List<JsonObject> anomalies = new CopyOnWriteArrayList<>(rows.anomalies());
  private final Map<String, JsonArray> history = new ConcurrentHashMap<>();
  private final Map<String, Long> sequences = new ConcurrentHashMap<>();
  private volatile JsonObject spans = new JsonObject();
  private final List<String> sites = new CopyOnWriteArrayList<>(FakeRows.SITES);
  private volatile JsonObject standing = new JsonObject();
  private volatile Instant judgedAt = Instant.MAX;
  private volatile boolean signedOut;
  private final Set<SockJSSocket> sockets = ConcurrentHashMap.newKeySet();
  private long ticker;
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
  private volatile boolean holding;
  private volatile boolean down;
  private volatile boolean empty;
  private volatile boolean failing;
  private volatile boolean databaseAway;

  private FakeConsole(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  static FakeConsole start(Vertx vertx, int port) {
    var server = vertx.createHttpServer();
    var fake = new FakeConsole(vertx, server);
    server.requestHandler(fake.router()).listen(port, "127.0.0.1").await();
    fake.ticker = vertx.setPeriodic(1000, _ -> fake.pushNumbers());
    return fake;
  }

  /** Says that a site is a replayed file with a time of its own. */
  void file(String site, String from, String to) {
    spans = new JsonObject().put(site, new JsonObject().put("from", from).put("to", to));
  }

  /** A site begins to send. */
  void begin(String site) {
    sites.add(site);
  }

  /** Records wait for a stage that reads nothing. */
  void stand(String stage, long lag, int seconds) {
    standing = new JsonObject()
        .put("stage", stage)
        .put("rate", 0.0)
        .put("difference", 0)
        .put("lag", lag)
        .put("standing_seconds", seconds);
  }

  /** From now on no second is judged. */
  void judgedLast(Instant at) {
    judgedAt = at;
  }

  /** Whether the session of every browser has ended. */
  void signedOut(boolean ended) {
    signedOut = ended;
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/";
  }

  /** Closes every live connection and refuses new ones. */
  void cut() {
    down = true;
    sockets.forEach(SockJSSocket::close);
  }

  void restore() {
    down = false;
  }

  /** From now on no registration comes into force, as when the network is slow. */
  void holdRegistrations() {
    holding = true;
  }

  /** What waits comes into force. */
  void letRegister() {
    holding = false;
    for (Runnable next = held.poll(); next != null; next = held.poll()) {
      next.run();
    }
  }

  void close() {
    vertx.cancelTimer(ticker);
    sockets.forEach(SockJSSocket::close);
    server.close().await();
  }

  /** Id of the incident that stands first. */
  String firstIncident() {
    return incidents.getFirst().getString("id");
  }

  /** From now on every collection is empty. */
  void setEmpty(boolean empty) {
    this.empty = empty;
  }

  /** From now on every collection answers with a problem. */
  void setFailing(boolean failing) {
    this.failing = failing;
  }

  /** The database stops: frames too, and health says so; who asks is still known. */
  void setDatabaseAway(boolean away) {
    databaseAway = away;
  }

  /** A finding that REST knows; the bridge does not tell of it. */
  JsonObject store(String host) {
    var row = rows.anomaly(Instant.now(), host)
        .put("site", "demo")
        .put("is_anomaly", true)
        .put("detector", "physics")
        .put("rule", "vertical-scan");
    anomalies.add(row);
    return row;
  }

  /** A finding that REST knows and the bridge tells of. */
  JsonObject storeAndPush(String host) {
    var row = store(host);
    push("live", "demo", row.copy().put("kind", "anomaly"));
    return row;
  }

  /** A new incident, as REST and bridge. */
  JsonObject raise(String attacker, String level) {
    return raise(attacker, level, 0.95);
  }

  JsonObject raise(String attacker, String level, double severity) {
    var row = rows.incident(
            "probe",
            level,
            severity,
            attacker,
            List.of("10.0.1.77"),
            0,
            "new",
            attacker + " probed 99 ports on 10.0.1.77")
        .put("site", "demo")
        .put("last_seen", Instant.now().toString());
    incidents.add(row);
    push("incidents", "demo", row);
    return row;
  }

  /** What another person did. */
  JsonObject change(String id, String status, String by) {
    JsonObject row = incident(id);
    row.put("status", status)
        .put("acknowledged_by", by)
        .put("acknowledged_at", Instant.now().toString());
    historyOf(row)
        .add(new JsonObject()
            .put("at", Instant.now().toString())
            .put("by", by)
            .put("action", status.equals("acknowledged") ? "acknowledge" : "resolve")
            .put("status", status));
    return row;
  }

  void push(String view, String site, JsonObject... pushed) {
    String address = "dashboard." + view + "." + site;
    vertx
        .eventBus()
        .publish(
            address,
            new JsonObject()
                .put("epoch", "e1")
                .put("seq", sequences.merge(address, 1L, Long::sum))
                .put("at", Instant.now().toString())
                .put("site", site)
                .put("conflated", 0)
                .put("rows", new JsonArray(List.of(pushed))));
  }

  private void pushNumbers() {
    if (down || empty || databaseAway) {
      return;
    }
    for (String site : FakeRows.SITES) {
      var open = new JsonObject();
      LEVELS.forEach(level -> open.put(
          level,
          incidents.stream()
              .filter(row -> OPEN.contains(row.getString("status")))
              .filter(row -> row.getString("site").equals(site))
              .filter(row -> row.getString("level").equals(level))
              .count()));
      push(
          "overview",
          site,
          new JsonObject()
              .put("flows_per_second", 4900 + System.nanoTime() % 90)
              .put("anomalies_per_second", 1.5)
              .put(
                  "by_detector",
                  new JsonObject()
                      .put("physics", 0.5 + System.nanoTime() % 3)
                      .put("lstm", 0.7)
                      .put("iforest", 0.3))
              .put("verdict_p95_ms", 84)
              .put("lag", 212)
              .put("shed", 0)
              .put(
                  "judged_at", (judgedAt.equals(Instant.MAX) ? Instant.now() : judgedAt).toString())
              .put("open", open));
    }
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.route().handler(context -> {
      context
          .response()
          .putHeader("Content-Security-Policy", POLICY)
          .putHeader("X-Content-Type-Options", "nosniff")
          .putHeader("Referrer-Policy", "no-referrer")
          .putHeader("Cross-Origin-Opener-Policy", "same-origin");
      context.next();
    });
    router.route().handler(BodyHandler.create(false));
    router.route("/eventbus/*").handler(context -> {
      if (down) {
        context.response().setStatusCode(503).end();
        return;
      }
      context.next();
    });
    var options = new SockJSBridgeOptions()
        .addOutboundPermitted(
            new PermittedOptions().setAddressRegex("dashboard\\.[a-z]+\\.[a-z0-9-]+"));
    router.route("/eventbus/*").subRouter(SockJSHandler.create(vertx).bridge(options, event -> {
      if (event.type() == BridgeEventType.SOCKET_CREATED) {
        sockets.add(event.socket());
      } else if (event.type() == BridgeEventType.SOCKET_CLOSED) {
        sockets.remove(event.socket());
      } else if (event.type() == BridgeEventType.REGISTERED) {
        Audience.tell(event);
      } else if (event.type() == BridgeEventType.REGISTER && holding) {
        Context context = Vertx.currentContext();
        held.add(() -> context.runOnContext(_ -> event.complete(true)));
        return;
      }
      event.complete(true);
    }));
    router.route("/api/v1/*").handler(context -> {
      if (signedOut) {
        problem(
            context,
            401,
            new JsonObject()
                .put("title", "Signed out")
                .put("detail", "Send Authorization: Bearer TOKEN, or open the sign-in link."));
        return;
      }
      context.next();
    });
    router
        .get("/api/v1/me")
        .handler(json(_ -> new JsonObject()
            .put("person", "eva.maier")
            .put("roles", new JsonArray().add("admin"))
            .put("sites", new JsonArray(List.copyOf(sites)))
            .put("spans", spans)
            .put("server_time", Instant.now().toString())
            .put("version", "0.1.0")
            .put("locale", "en")
            .put("csrf", "c5rf")));
    router.get("/readyz").handler(this::health);
    router.route("/api/v1/*").handler(this::failWhenAsked);
    router
        .get("/api/v1/anomalies")
        .handler(json(context -> page(context, anomalies, this::wanted)));
    router
        .get("/api/v1/classifications")
        .handler(json(context ->
            page(context, anomalies.stream().map(rows::classification).toList(), this::wanted)));
    router.get("/api/v1/incidents").handler(json(this::incidentList));
    router
        .get("/api/v1/incidents/:id")
        .handler(json(context -> detail(incident(context.pathParam("id")))));
    router.get("/api/v1/incidents/:id/evidence").handler(json(this::evidence));
    router.get("/api/v1/incidents/:id/verdict").handler(json(this::verdict));
    router.post("/api/v1/incidents/:id/:action").handler(this::act);
    router
        .post("/api/v1/test/start-stream")
        .handler(
            json(_ -> new JsonObject().put("records", 100).put("rate", 10).put("site", "records")));
    router.get("/api/v1/series").handler(json(this::series));
    router.get("/api/v1/classes").handler(json(this::classes));
    router.get("/api/v1/hosts").handler(json(this::hosts));
    router
        .get("/api/v1/stats")
        .handler(json(_ -> new JsonObject()
            .put("flows", empty ? 0 : 35_000_000)
            .put("verdicts", new JsonObject().put("probe", empty ? 0 : 210))
            .put("benign_windows", empty ? 0 : 51_000)));
    router.get("/api/v1/system/stages").handler(json(this::stages));
    router.get("/api/v1/system/process").handler(json(_ -> process()));
    router
        .get("/api/v1/dead-letters")
        .handler(json(_ -> new JsonObject()
            .put("items", empty ? new JsonArray() : new JsonArray().add(rows.deadLetter()))));
    router
        .get("/api/v1/models")
        .handler(json(_ -> new JsonObject().put("items", empty ? new JsonArray() : rows.models())));
    router
        .get("/signin")
        .handler(context -> context.response().sendFile(webroot() + "/signin.html"));
    router.route("/webjars/*").handler(StaticHandler.create("META-INF/resources/webjars"));
    router
        .route()
        .handler(StaticHandler.create(FileSystemAccess.ROOT, webroot()).setCachingEnabled(false));
    return router;
  }

  private static String webroot() {
    Path here = Path.of("").toAbsolutePath();
    Path beside = here.resolve("webroot");
    return (beside.toFile().isDirectory() ? beside : here.resolveSibling("webroot")).toString();
  }

  private interface Answer {
    JsonObject to(RoutingContext context);
  }

  private static Handler<RoutingContext> json(Answer answer) {
    return context -> context
        .response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(answer.to(context).toBuffer());
  }

  private void health(RoutingContext context) {
    String database = databaseAway ? "down" : "ok";
    context
        .response()
        .setStatusCode(databaseAway ? 503 : 200)
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject()
            .put("status", database)
            .put(
                "checks",
                new JsonArray()
                    .add(check("kafka"))
                    .add(check("postgres").put("status", database))
                    .add(check("stage-persist-flows")))
            .toBuffer());
  }

  private void failWhenAsked(RoutingContext context) {
    if (databaseAway) {
      problem(
          context,
          503,
          new JsonObject()
              .put("title", "History is not available")
              .put("detail", "The database does not answer."));
      return;
    }
    if (failing && context.request().method().name().equals("GET")) {
      problem(
          context,
          500,
          new JsonObject()
              .put("title", "History is not available")
              .put("detail", "Postgres does not answer.")
              .put("id", "p-17"));
      return;
    }
    context.next();
  }

  private static void problem(RoutingContext context, int status, JsonObject problem) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(problem.put("status", status).toBuffer());
  }

  private JsonObject page(RoutingContext context, List<JsonObject> all, Wanted wanted) {
    int limit = Integer.parseInt(context.request().getParam("limit", "100"));
    String after = context.request().getParam("after", "");
    var matching = (empty ? Stream.<JsonObject>empty() : all.stream())
        .filter(row -> wanted.test(context, row))
        .sorted(Comparator.comparingLong(FakeConsole::positionOf))
        .toList();
    if (!after.isEmpty()) {
      long from = Long.parseLong(after);
      var next =
          matching.stream().filter(row -> positionOf(row) > from).limit(limit).toList();
      String last = next.isEmpty() ? after : next.getLast().getString("position");
      return new JsonObject()
          .put("items", new JsonArray(next))
          .put("next_cursor", next.size() == limit ? last : null)
          .put("last_position", last);
    }
    int skip = Integer.parseInt(context.request().getParam("cursor", "0"));
    var newest = matching.reversed().stream().skip(skip).limit(limit).toList();
    return new JsonObject()
        .put("items", new JsonArray(newest))
        .put("next_cursor", skip + limit < matching.size() ? String.valueOf(skip + limit) : null)
        .put("last_position", matching.isEmpty() ? null : matching.getLast().getString("position"));
  }

  private interface Wanted {
    boolean test(RoutingContext context, JsonObject row);
  }

  private static long positionOf(JsonObject row) {
    return Long.parseLong(row.getString("position"));
  }

  private boolean wanted(RoutingContext context, JsonObject row) {
    var request = context.request();
    return is(request.getParam("detector"), row.getString("detector"))
        && isHost(request.getParam("host"), row.getString("host"))
        && is(request.getParam("label"), row.getString("label"))
        && is(request.getParam("rule"), row.getString("rule"))
        && is(request.getParam("protocol"), row.getString("protocol"))
        && is(request.getParam("site"), row.getString("site"))
        && row.getBoolean("is_anomaly", true)
        && row.getDouble("score") >= Double.parseDouble(request.getParam("min_score", "0"))
        && !row.getInstant("observed_at").isBefore(instant(context, "from", Instant.EPOCH))
        && row.getInstant("observed_at").isBefore(instant(context, "to", Instant.MAX));
  }

  private static boolean isHost(String wanted, String host) {
    if (wanted != null && wanted.endsWith("*")) {
      return host.startsWith(wanted.substring(0, wanted.length() - 1));
    }
    return wanted != null && wanted.contains("/")
        ? Prefixes.of(wanted).contains(host)
        : is(wanted, host);
  }

  private static boolean is(String wanted, String value) {
    return wanted == null || wanted.isEmpty() || List.of(wanted.split(",")).contains(value);
  }

  private static Instant instant(RoutingContext context, String name, Instant otherwise) {
    String text = context.request().getParam(name);
    return text == null ? otherwise : Instant.parse(text);
  }

  private JsonObject incidentList(RoutingContext context) {
    var request = context.request();
    String status = request.getParam("status", "all");
    Predicate<JsonObject> inStatus = row -> status.equals("all")
        || (status.equals("open")
            ? OPEN.contains(row.getString("status"))
            : status.equals(row.getString("status")));
    var found = (empty ? Stream.<JsonObject>empty() : incidents.stream())
        .filter(inStatus)
        .filter(row -> is(request.getParam("level"), row.getString("level")))
        .filter(row -> is(request.getParam("label"), row.getString("label")))
        .filter(row -> is(request.getParam("site"), row.getString("site")))
        .filter(row -> is(request.getParam("host"), row.getString("attacker")))
        .sorted(order(request.getParam("sort", "-severity")))
        .toList();
    int limit = Integer.parseInt(request.getParam("limit", "100"));
    int skip = Integer.parseInt(request.getParam("cursor", "0"));
    var facets = new JsonObject();
    for (String name : List.of("level", "label", "status", "site")) {
      var counts = new HashMap<String, Object>();
      found.forEach(
          row -> counts.merge(row.getString(name), 1, (a, b) -> (Integer) a + (Integer) b));
      facets.put(name, new JsonObject(counts));
    }
    return new JsonObject()
        .put("items", new JsonArray(found.stream().skip(skip).limit(limit).toList()))
        .put("next_cursor", skip + limit < found.size() ? String.valueOf(skip + limit) : null)
        .put("total", found.size())
        .put("total_capped", false)
        .put("facets", facets);
  }

  private static Comparator<JsonObject> order(String sort) {
    Comparator<JsonObject> newest =
        Comparator.comparing((JsonObject row) -> row.getString("last_seen")).reversed();
    return switch (sort) {
      case "-severity" -> Comparator.comparingDouble(row -> -row.getDouble("severity"));
      case "-level" ->
        Comparator.comparingInt((JsonObject row) -> LEVELS.indexOf(row.getString("level")))
            .thenComparing(newest);
      default -> newest;
    };
  }

  private JsonObject incident(String id) {
    return incidents.stream()
        .filter(row -> row.getString("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private JsonArray historyOf(JsonObject row) {
    return history.computeIfAbsent(
        Objects.requireNonNull(row.getString("id")),
        _ -> new JsonArray()
            .add(new JsonObject()
                .put("at", row.getString("first_seen"))
                .put("action", "opened")
                .put("status", "new")));
  }

  private JsonObject detail(JsonObject row) {
    return row.copy()
        .put("history", historyOf(row))
        .put("technique_names", new JsonObject().put("T1692.001", "Unauthorized Command Message"))
        .put("attack_version", "v19");
  }

  private JsonObject evidence(RoutingContext context) {
    var row = incident(context.pathParam("id"));
    var items = new ArrayList<JsonObject>();
    anomalies.stream()
        .filter(one -> one.getString("host").equals(row.getString("attacker")))
        .filter(one -> is(context.request().getParam("detector"), one.getString("detector")))
        .sorted(Comparator.comparing((JsonObject one) -> one.getString("observed_at"))
            .reversed())
        .limit(40)
        .forEach(one -> items.add(one.copy()
            .put(
                "flow",
                new JsonObject()
                    .put("src_ip", one.getString("host"))
                    .put("src_port", 49_152)
                    .put("dst_ip", "10.20.1.17")
                    .put("dst_port", 502)
                    .put("protocol", "tcp")
                    .put("state", "established")
                    .put("bytes_out", 14_200)
                    .put("bytes_in", 900))));
    return new JsonObject().put("items", new JsonArray(items)).put("next_cursor", null);
  }

  private JsonObject verdict(RoutingContext context) {
    var row = incident(context.pathParam("id"));
    String host = row.getString("attacker");
    var findings = new JsonObject();
    List.of("physics", "iforest", "lstm")
        .forEach(detector -> findings.put(detector, rows.strongest(detector, host)));
    return new JsonObject()
        .put(
            "verdict",
            rows.classification(findings.getJsonObject("physics"))
                .put("label", row.getString("label")))
        .put("findings", findings);
  }

  private void act(RoutingContext context) {
    if (!"c5rf".equals(context.request().getHeader("X-CSRF-Token"))) {
      problem(context, 403, new JsonObject().put("title", "CSRF"));
      return;
    }
    var row = incident(context.pathParam("id"));
    String action = context.pathParam("action");
    String note = context.body().asJsonObject().getString("note", "");
    String status = row.getString("status");
    if (action.equals("acknowledge") && status.equals("acknowledged")) {
      problem(
          context,
          409,
          new JsonObject()
              .put("title", "Not possible")
              .put("current_status", status)
              .put("by", row.getString("acknowledged_by"))
              .put("at", row.getString("acknowledged_at")));
      return;
    }
    String next =
        switch (action) {
          case "acknowledge" -> "acknowledged";
          case "resolve" -> "resolved";
          case "reopen" -> "reopened";
          case "false-positive" -> "false-positive";
          default -> status;
        };
    if (action.equals("assign")) {
      row.put("assignee", context.body().asJsonObject().getString("assignee"));
    }
    row.put("status", next)
        .put("acknowledged_by", "eva.maier")
        .put("acknowledged_at", Instant.now().toString());
    historyOf(row)
        .add(new JsonObject()
            .put("at", Instant.now().toString())
            .put("by", "eva.maier")
            .put("action", action.equals("notes") ? "note" : action)
            .put("status", next)
            .put("note", note.isEmpty() ? null : note));
    push("incidents", row.getString("site"), row.copy());
    json(_ -> detail(row)).handle(context);
  }

  private JsonObject series(RoutingContext context) {
    String metric = context.request().getParam("metric");
    long from = instant(context, "from", Instant.now().minusSeconds(3600)).getEpochSecond();
    long to = instant(context, "to", Instant.now()).getEpochSecond();
    String asked = context.request().getParam("step", "auto");
    long step = asked.equals("auto") ? Math.max(1, (to - from) / 600) : Long.parseLong(asked);
    return new JsonObject()
        .put("metric", metric)
        .put("step_seconds", step)
        .put("rows", empty ? new JsonArray() : rows.series(metric, from, to, step));
  }

  private JsonObject classes(RoutingContext context) {
    long step = Long.parseLong(context.request().getParam("step", "300"));
    long now = Instant.now().getEpochSecond() / step * step;
    var items = new JsonArray();
    for (long t = now - 11 * step; t <= now && !empty; t += step) {
      double a = 0.5 + Math.sin(t / 900.0) / 2.4;
      items.add(new JsonObject()
          .put("t", t)
          .put(
              "share",
              new JsonObject()
                  .put("probe", a * 0.7)
                  .put("dos", (1 - a) * 0.6)
                  .put("brute-force", 0.12)
                  .put("unauthorised-command", (1 - a) * 0.25)
                  .put("lateral-movement", 0.07)
                  .put("benign", 0.05)));
    }
    return new JsonObject().put("rows", items);
  }

  private JsonObject hosts(RoutingContext context) {
    var items = new JsonArray();
    var names = List.of(
        "10.20.1.17",
        "10.20.1.17",
        "10.20.3.12",
        "10.0.8.10",
        "10.20.3.3",
        "10.0.8.2",
        "10.20.1.5");
    var levels = List.of("critical", "high", "high", "high", "medium", "medium", "low");
    for (int i = 0; i < names.size() && !empty; i++) {
      var severities = new JsonArray();
      for (int t = 0; t < 60; t++) {
        severities.add(new JsonArray()
            .add(t)
            .add((0.9 - i * 0.1) * (0.4 + t / 100.0) + 0.03 * Math.sin(t * (i + 1))));
      }
      items.add(new JsonObject()
          .put("host", names.get(i))
          .put("site", i == 1 ? "demo-b" : "demo")
          .put("zone", null)
          .put("risk", 0.91 - i * 0.11)
          .put("level", levels.get(i))
          .put("label", i % 2 == 0 ? "unauthorised-command" : "probe")
          .put(
              "next_hops",
              i == 5
                  ? new JsonArray()
                  : new JsonArray()
                      .add(new JsonObject()
                          .put("host", names.get((i + 1) % 7))
                          .put("probability", 0.47)
                          .put("horizon_seconds", 900)))
          .put("first_seen", Instant.now().minusSeconds(3600).toString())
          .put("last_seen", Instant.now().minusSeconds(i == 2 ? 86_400 * 3 : 0).toString())
          .put("anomalies", 267)
          .put("severity_series", severities));
    }
    return new JsonObject().put("items", items);
  }

  private JsonObject stages(RoutingContext context) {
    var items = new JsonArray();
    for (String stage : List.of(
        "ingest",
        "aggregate",
        "physics-flow",
        "physics-host",
        "classify",
        "predict",
        "incident",
        "persist")) {
      items.add(new JsonObject()
          .put("stage", stage)
          .put("instances", 1)
          .put("read", 1_000_000)
          .put("written", 1_000_000)
          .put("dead_lettered", stage.equals("ingest") ? 3 : 0)
          .put("difference", 0)
          .put("rate", 9846.2)
          .put("lag", stage.equals("classify") ? 212 : 0)
          .put(
              "unread",
              stage.equals("classify")
                  ? new JsonObject().put("anomalies/2", 12).put("host_activity/0", 200)
                  : new JsonObject())
          .put("p50_ms", 9.6)
          .put("p95_ms", 84.0)
          .put("p99_ms", 1_204.0)
          .put("standing_seconds", 0));
    }
    if (!standing.isEmpty()) {
      items.add(standing);
    }
    return new JsonObject()
        .put("items", empty ? new JsonArray() : items)
        .put(
            "learning",
            new JsonObject()
                .put("demo", learned(1, 0).put("detectors", detectors(1, 0)))
                .put("demo-b", learned(0.62, 540).put("detectors", detectors(0.62, 540))));
  }

  private JsonObject process() {
    var transports = new JsonObject();
    if (!empty) {
      transports.put("websocket", 3).put("xhr_streaming", 1);
    }
    return new JsonObject()
        .put(
            "connections",
            new JsonObject()
                .put("browsers", empty ? 0 : 4)
                .put("transports", transports)
                .put("programs", empty ? 0 : 2))
        .put(
            "disk",
            new JsonObject().put("free_bytes", 2_000_000_000L).put("total_bytes", 50_000_000_000L))
        .put(
            "heap",
            new JsonObject().put("used_bytes", 310_000_000L).put("most_bytes", 2_000_000_000L))
        .put("clock_skew_ms", -12);
  }

  private static JsonObject check(String id) {
    return new JsonObject().put("id", id).put("status", "ok").put("detail", "");
  }

  private static JsonObject learned(double share, long left) {
    return new JsonObject().put("share", share).put("seconds_left", left);
  }

  private static JsonObject detectors(double share, long left) {
    return new JsonObject()
        .put("iforest", learned(share, left))
        .put("lstm", learned((1 + share) / 2, left))
        .put("physics", learned(1, 0));
  }
}
