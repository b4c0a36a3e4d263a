package io.fedics.present;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.persist.RowStore;
import io.fedics.persist.Samples;
import io.fedics.present.TestServer.Answer;
import io.fedics.present.history.HistoryStore;
import io.fedics.present.http.Problem;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows in, API out, on the real database. */
class PresentIT {
  private static final Map<String, String> WITHOUT_A_BODY =
      Map.of("post /signin", "303", "post /api/v1/sign-out", "204");
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void empty() {
    server.sql(
        "TRUNCATE flows, flow_minutes, site_totals, anomalies, classifications, benign_counts, predictions, alerts,"
            + " fl_events, dead_letters, incidents, incident_history, incident_outbox, ingest_sites");
  }

  @Test
  void everyClosedPath_withoutToken_answers401() {
    for (String path : List.of(
        "/api/v1/me",
        "/api/v1/flows",
        "/api/v1/anomalies",
        "/api/v1/classifications",
        "/api/v1/predictions",
        "/api/v1/alerts",
        "/api/v1/dead-letters",
        "/api/v1/incidents",
        "/api/v1/stats",
        "/api/v1/system/stages",
        "/api/v1/system/process",
        "/api/v1/no-such-thing",
        "/anomalies",
        "/classifications",
        "/predictions",
        "/alerts",
        "/fl-events",
        "/openapi.json",
        "/docs",
        "/eventbus/info",
        "/ws/events",
        "/ws/realtime")) {
      Answer answer = server.ask(HttpMethod.GET, path, Map.of(), "");
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
      assertThat(answer.json().getInteger("status")).isEqualTo(401);
    }
    assertThat(server
            .ask(HttpMethod.GET, "/api/v1/me", Map.of("Authorization", "Bearer wrong"), "")
            .status())
        .isEqualTo(401);
    assertThat(server
            .ask(
                HttpMethod.GET,
                "/api/v1/me",
                Map.of("Cookie", "fedics_session=a.99999999999.b"),
                "")
            .status())
        .isEqualTo(401);
  }

  @Test
  void openPaths_withoutToken_answerWithTheSecurityHeaders() {
    for (String path : List.of(
        "/healthz",
        "/readyz",
        "/metrics",
        "/signin",
        "/webjars/sockjs-client/1.6.1/dist/sockjs.min.js")) {
      Answer answer = server.ask(HttpMethod.GET, path, Map.of(), "");
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.headers().get("content-security-policy")).contains("default-src 'none'");
      assertThat(answer.headers().get("x-content-type-options")).isEqualTo("nosniff");
    }
    assertThat(server
            .ask(HttpMethod.GET, "/webjars/..%2f..%2flogback-test.xml", Map.of(), "")
            .status())
        .isEqualTo(404);
  }

  @Test
  void clientThatWouldRatherSpeakHttp2_isAnsweredInHttp1() throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + "/metrics"));
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void formOfOurOwnPage_sendsOriginNull_isAccepted() {
    Map<String, String> form =
        Map.of("Authorization", "Bearer " + TestServer.TOKEN, "Sec-Fetch-Site", "same-origin");
    Map<String, String> foreign =
        Map.of("Authorization", "Bearer " + TestServer.TOKEN, "Sec-Fetch-Site", "cross-site");
    assertThat(with(form, "Origin", "null", "/api/v1/me").status()).isEqualTo(200);
    assertThat(with(foreign, "Origin", "null", "/api/v1/me").status()).isEqualTo(403);
  }

  @Test
  void foreignHostOrOrigin_evenWithToken_isRefused() {
    Map<String, String> token = Map.of("Authorization", "Bearer " + TestServer.TOKEN);
    String own = "http://127.0.0.1:" + server.port;
    for (String path : List.of("/api/v1/me", "/healthz", "/", "/eventbus/info")) {
      assertThat(with(token, "Host", "evil.example", path).status()).as(path).isEqualTo(403);
      assertThat(with(token, "Origin", "http://evil.example", path).status())
          .as(path)
          .isEqualTo(403);
      assertThat(with(token, "Origin", "null", path).status()).as(path).isEqualTo(403);
      assertThat(with(token, "Origin", "http://127.0.0.1:1", path).status())
          .as(path)
          .isEqualTo(403);
    }
    assertThat(with(token, "Origin", own, "/api/v1/me").status()).isEqualTo(200);
    assertThat(with(token, "Origin", "https://soc.example", "/api/v1/me").status())
        .isEqualTo(200);
    assertThat(with(token, "Host", "localhost:" + server.port, "/api/v1/me").status())
        .isEqualTo(200);
  }

  @Test
  void signInLink_usedTwice_worksOnceAndItsCookieNeedsTheCsrfHeader() {
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));
    String link = server.access.newSignInPath();
    Answer welcome = server.ask(HttpMethod.GET, link, Map.of(), "");
    assertThat(welcome.status()).isEqualTo(303);
    String setCookie = welcome.headers().get("set-cookie");
    assertThat(setCookie).containsIgnoringCase("HttpOnly").contains("SameSite=Strict");
    assertThat(server.ask(HttpMethod.GET, link, Map.of(), "").headers().get("location"))
        .isEqualTo("/signin?error");

    String cookie = setCookie.substring(0, setCookie.indexOf(';'));
    Answer me = server.ask(HttpMethod.GET, "/api/v1/me", Map.of("Cookie", cookie), "");
    assertThat(me.json().getString("person")).isEqualTo("admin");
    String path = "/api/v1/incidents/" + incidentId(1) + "/acknowledge";
    assertThat(server.ask(HttpMethod.POST, path, Map.of("Cookie", cookie), "").status())
        .isEqualTo(403);
    Map<String, String> proof =
        Map.of("Cookie", cookie, "X-CSRF-Token", me.json().getString("csrf"));
    assertThat(server.ask(HttpMethod.POST, path, proof, "").status()).isEqualTo(200);

    assertThat(server.ask(HttpMethod.POST, "/api/v1/sign-out", proof, "").status())
        .isEqualTo(204);
    assertThat(server
            .ask(HttpMethod.GET, "/api/v1/me", Map.of("Cookie", cookie), "")
            .status())
        .isEqualTo(401);
  }

  @Test
  void signInForm_tokenOrNot_welcomesOrRefuses() {
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    assertThat(server
            .ask(HttpMethod.POST, "/signin", form, "token=" + TestServer.TOKEN)
            .status())
        .isEqualTo(303);
    assertThat(
            server.ask(HttpMethod.POST, "/signin", form, "token=no").headers().get("location"))
        .isEqualTo("/signin?error");
  }

  @Test
  void badParameters_ofEveryKind_answer400NamingThem() {
    assertBad("/api/v1/flows?limit=1001", "limit", "1001");
    assertBad("/api/v1/flows?limit=many", "limit", "many");
    assertBad("/api/v1/flows?from=yesterday", "from", "yesterday");
    assertBad("/api/v1/flows?site=A%20B", "site", "A B");
    assertBad("/api/v1/flows?host=10.0.0.0%2F64", "host", "10.0.0.0/64");
    assertBad("/api/v1/flows?cursor=x", "cursor", "x");
    assertBad("/api/v1/flows?after=x", "after", "x");
    assertBad("/api/v1/flows?colour=red", "colour", "red");
    assertBad("/api/v1/flows?site=a&site=b", "site", "a and b");
    assertBad("/api/v1/anomalies?label=evil", "label", "evil");
    assertBad("/api/v1/anomalies?min_score=2", "min_score", "2");
    assertBad("/api/v1/anomalies?min_score=NaN", "min_score", "NaN");
    assertBad("/api/v1/incidents?status=gone", "status", "gone");
    assertBad("/api/v1/incidents/x", "id", "x");
    assertBad("/api/v1/stats?window=1y", "window", "1y");
    assertBad("/api/v1/series?metric=x", "metric", "x");
    assertBad("/api/v1/series?step=0", "step", "0");
    assertBad(
        "/api/v1/flows?from=2026-11-21T09:00:00Z&to=2026-11-21T08:00:00Z",
        "to",
        "2026-11-21T08:00:00Z");
  }

  @Test
  void requests_thatCannotBeDecoded_answer400AsAProblem() {
    for (String path : List.of("/%", "/main.js%", "/%zz", "/api/v1/%", "/eventbus/%")) {
      assertUnreadable(server.ask(HttpMethod.GET, path, Map.of(), ""), path);
    }
    assertThat(server.ask(HttpMethod.GET, "/main.js%", Map.of(), "").json().getString("detail"))
        .isEqualTo("path: /main.js% (expected: two hexadecimal digits behind each %)");
    assertUnreadable(server.ask(HttpMethod.GET, "/signin?code=%zz", Map.of(), ""), "code");
  }

  @Test
  void forms_ofATypeThatCannotBeRead_answer400AsAProblem() {
    for (String type : List.of(
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"",
        "multipart/form-data; boundary=edge; charset=klingon")) {
      var headers = new java.util.HashMap<>(bearer());
      headers.put("Content-Type", type);
      for (String path : List.of("/signin", "/api/v1/sign-out", "/predict", "/api/v1/upload/csv")) {
        assertUnreadable(server.ask(HttpMethod.POST, path, headers, "x"), path + ' ' + type);
      }
    }
  }

  private static void assertUnreadable(Answer answer, String what) {
    assertThat(answer.status()).as(what).isEqualTo(400);
    assertThat(answer.headers().get("content-type")).as(what).isEqualTo("application/problem+json");
    assertThat(answer.headers().get("x-content-type-options")).as(what).isEqualTo("nosniff");
  }

  @Test
  void flows_pagesByCursor_giveEachOnceNewestFirst() {
    server.store(Topic.NETWORK_DATA, flows("a", 0, 25));

    List<String> seen = pages("/api/v1/flows?limit=10");

    assertThat(seen)
        .containsExactlyElementsOf(flows("a", 0, 25).reversed().stream()
            .map(flow -> flow.eventId().toString())
            .toList());
    JsonObject newest = server.get("/api/v1/flows?limit=1").items().getFirst();
    assertThat(newest.getString("schema")).isEqualTo("flow/1");
    assertThat(newest.getDouble("duration_ms")).isEqualTo(1.5);
    assertThat(newest.getString("state")).isEqualTo("established");
  }

  /** Pages before the last one are cut from the newest flows, the last one is looked up. */
  @Test
  void flows_ofHost_pagesGiveEachOnceNewestFirst() {
    server.store(Topic.NETWORK_DATA, flows("a", 0, 25));

    assertThat(pages("/api/v1/flows?limit=10&host=10.0.1.5"))
        .isEqualTo(pages("/api/v1/flows?limit=7"))
        .hasSize(25);
    assertThat(pages("/api/v1/flows?limit=10&host=10.0.4.7")).hasSize(1);
    assertThat(pages("/api/v1/flows?limit=10&host=10.0.9.9")).isEmpty();
    assertThat(
            pages(
                "/api/v1/flows?limit=1&host=10.0.1.5&from=2026-11-21T08:00:10Z&to=2026-11-21T08:00:12Z"))
        .hasSize(2);
  }

  /** The ids of all pages, one behind the other. */
  private static List<String> pages(String path) {
    var seen = new ArrayList<String>();
    String cursor = null;
    do {
      Answer page = server.get(path + (cursor == null ? "" : "&cursor=" + cursor));
      page.items().forEach(item -> seen.add(item.getString("event_id")));
      cursor = page.json().getString("next_cursor");
    } while (cursor != null);
    return seen;
  }

  @Test
  void flows_filters_findWhatTheySay() {
    server.store(Topic.NETWORK_DATA, flows("a", 0, 25));
    server.store(Topic.NETWORK_DATA, flows("b", 0, 3));

    assertThat(server.get("/api/v1/flows?site=b").items()).hasSize(3);
    assertThat(server.get("/api/v1/flows?site=a&host=10.0.4.7").items()).hasSize(1);
    assertThat(server.get("/api/v1/flows?site=a&host=10.0.1.5").items()).hasSize(25);
    assertThat(server.get("/api/v1/flows?site=a&host=10.0.4.1*").items()).hasSize(11);
    assertThat(server.get("/api/v1/flows?site=a&host=10.0.4.0/30").items()).hasSize(4);
    assertThat(server.get("/api/v1/flows?protocol=udp").items()).isEmpty();
    assertThat(server.get("/api/v1/flows?protocol=TCP&site=b").items()).hasSize(3);
    assertThat(server
            .get("/api/v1/flows?protocol=udp,tcp&service=modbus&state=established&port=502&site=b")
            .items())
        .hasSize(3);
    assertThat(server
            .get("/api/v1/flows?site=a&from=2026-11-21T08:00:10Z&to=2026-11-21T08:00:12Z")
            .items())
        .hasSize(2);
  }

  @Test
  void after_transactionsCommittingOutOfOrder_skipsAndRepeatsNothing() {
    server.store(Topic.NETWORK_DATA, flows("a", 0, 5));
    String after = server.get("/api/v1/flows?limit=1").json().getString("last_position");

    SqlConnection slow = server.await(() -> server.pool.getConnection());
    Transaction open = server.await(slow::begin);
    server.await(() ->
        new RowStore(Topic.NETWORK_DATA).write(slow, new ArrayList<Event>(flows("a", 5, 10))));
    server.store(Topic.NETWORK_DATA, flows("a", 10, 15)); // commits first, with the higher number

    Answer meanwhile = server.get("/api/v1/flows?after=" + after);
    assertThat(meanwhile.items()).isEmpty();
    JsonObject newest = server.get("/api/v1/flows?limit=1").items().getFirst();
    server.await(open::commit);
    server.await(slow::close);

    var seen = new ArrayList<String>();
    String position = meanwhile.json().getString("last_position");
    for (int page = 0; page < 6; page++) {
      Answer answer = server.get("/api/v1/flows?limit=3&after=" + position);
      answer.items().forEach(item -> seen.add(item.getString("event_id")));
      position = answer.json().getString("last_position");
    }
    assertThat(seen)
        .hasSize(10)
        .containsExactlyInAnyOrderElementsOf(
            flows("a", 5, 15).stream().map(flow -> flow.eventId().toString()).toList());

    // A row that was visible beside the open transaction hands out a position before it.
    var fromRow = new HashSet<String>();
    server
        .get("/api/v1/flows?after=" + newest.getString("position"))
        .items()
        .forEach(item -> fromRow.add(item.getString("event_id")));
    assertThat(fromRow).containsAll(seen.subList(0, 5));
  }

  @Test
  void collections_ofEveryKind_giveTheirRecords() {
    server.store(Topic.ANOMALIES, List.of(Samples.anomaly("a", 1)));
    server.store(Topic.ATTACK_CLASSIFIED, List.of(Samples.verdict("a", 1)));
    server.store(Topic.ATTACK_PREDICTED, List.of(Samples.prediction("a", 1)));
    server.store(Topic.ALERTS, List.of(Samples.raised("a", 1, 0.8)));
    server.store(Topic.DEAD_LETTERS, List.of(Samples.deadLetter(1)));

    assertThat(server
            .get(
                "/api/v1/anomalies?detector=physics&label=probe&rule=vertical-scan&min_score=0.9&host=10.0.4.17")
            .items())
        .hasSize(1);
    assertThat(server
            .get("/api/v1/classifications?label=probe&detector=physics&rule=vertical-scan")
            .items())
        .hasSize(1);
    assertThat(server.get("/api/v1/predictions?level=high&label=probe").items()).hasSize(1);
    assertThat(server.get("/api/v1/alerts?level=high&incident=" + incidentId(1)).items())
        .hasSize(1);
    assertThat(server.get("/api/v1/dead-letters?topic=network_data").items()).hasSize(1);
    assertThat(server.get("/api/v1/dead-letters?site=a").items()).isEmpty();
    assertThat(server.get("/api/v1/fl-events?host=10.0.4.17").items()).isEmpty();
    assertThat(server.get("/anomalies?limit=5").array()).hasSize(1);
    assertThat(server.get("/classifications?limit=5").array()).hasSize(1);
    assertThat(server.get("/predictions?limit=5").array()).hasSize(1);
    assertThat(server.get("/alerts?limit=5").array()).hasSize(1);
    assertThat(server.get("/fl-events?limit=5").array()).isEmpty();
  }

  @Test
  void csv_ofFlows_hasHeaderRowsAndAName() {
    server.store(Topic.NETWORK_DATA, flows("a", 0, 2));
    Answer csv = server.ask(
        HttpMethod.GET,
        "/api/v1/flows?site=a",
        Map.of("Authorization", "Bearer " + TestServer.TOKEN, "Accept", "text/csv"),
        "");
    assertThat(csv.headers().get("content-type")).startsWith("text/csv");
    assertThat(csv.headers().get("content-disposition")).contains("fedics-flows-a-start-now.csv");
    assertThat(csv.body().lines()).hasSize(3);
    assertThat(csv.body())
        .startsWith("observed_at,site,src_ip")
        .contains("10.0.4.1,40000,10.0.1.5,502,tcp,modbus");
  }

  @Test
  void csv_asWeighed_comesOnlyWhenNothingElseIsRatherWanted() {
    for (String accept : List.of(
        "text/csv",
        "Text/CSV",
        "text/csv, */*",
        "text/csv, */*;q=0.1",
        "application/json;q=0.5, text/csv",
        "text/csv;header=present")) {
      assertThat(typeOfFlows(accept)).as(accept).startsWith("text/csv");
    }
    for (String accept : List.of(
        "*/*",
        "text/csv;q=0",
        "application/json, text/csv;q=0.1",
        "text/csv;q=0.1, */*",
        "application/*, text/csv;q=0.9",
        "text/csvx")) {
      assertThat(typeOfFlows(accept)).as(accept).isEqualTo("application/json");
    }
  }

  private static String typeOfFlows(String accept) {
    return with(bearer(), "Accept", accept, "/api/v1/flows").headers().get("content-type");
  }

  @Test
  void csv_moreRowsThanAsked_saysWhereTheRestBegins() {
    server.store(Topic.NETWORK_DATA, flows("a", 0, 3));
    var headers = Map.of("Authorization", "Bearer " + TestServer.TOKEN, "Accept", "text/csv");
    Answer first = server.ask(HttpMethod.GET, "/api/v1/flows?site=a&limit=2", headers, "");
    String next = first.headers().get("x-next-cursor");

    Answer rest =
        server.ask(HttpMethod.GET, "/api/v1/flows?site=a&limit=2&cursor=" + next, headers, "");

    assertThat(first.body().lines()).hasSize(3);
    assertThat(rest.body().lines()).hasSize(2);
    assertThat(rest.headers().contains("x-next-cursor")).isFalse();
  }

  @Test
  void incidents_sortedByLevel_areNewestFirstWithinOne() {
    server.storeIncidents(List.of(
        Samples.raised("a", 1, 0.85), Samples.raised("a", 2, 0.72), Samples.raised("a", 3, 0.5)));
    server.sql(
        "UPDATE incidents SET last_seen = last_seen + interval '1 hour' WHERE severity < 0.8");

    assertThat(server.get("/api/v1/incidents?sort=-level").items())
        .extracting(item -> item.getString("id"))
        .containsExactly(incidentId(2), incidentId(1), incidentId(3));
  }

  @Test
  void incidents_listDetailAndEvidence_showTheSameIncident() {
    server.store(Topic.NETWORK_DATA, flows("a", 0, 5));
    server.store(
        Topic.ANOMALIES,
        List.of(Samples.anomaly("a", 1), Samples.anomaly("a", 2), Samples.anomaly("b", 1)));
    server.storeIncidents(List.of(
        Samples.raised("a", 1, 0.8), Samples.raised("a", 2, 0.95), Samples.raised("b", 3, 0.5)));

    JsonObject list = server.get("/api/v1/incidents?status=open").json();
    assertThat(list.getInteger("total")).isEqualTo(3);
    assertThat(list.getJsonObject("facets").getJsonObject("level").getMap())
        .containsEntry("critical", 1)
        .containsEntry("high", 1)
        .containsEntry("medium", 1);
    List<JsonObject> items =
        server.get("/api/v1/incidents?level=critical,high&site=a").items();
    assertThat(items)
        .extracting(item -> item.getString("level"))
        .containsExactly("critical", "high");
    assertThat(items.getFirst().getString("status")).isEqualTo("new");
    Answer first = server.get("/api/v1/incidents?limit=2");
    Answer second =
        server.get("/api/v1/incidents?limit=2&cursor=" + first.json().getString("next_cursor"));
    assertThat(first.items()).hasSize(2);
    assertThat(second.items())
        .extracting(item -> item.getString("id"))
        .containsExactly(incidentId("b", 3));

    String byLevel = "/api/v1/incidents?sort=-level&limit=2";
    Answer worst = server.get(byLevel);
    assertThat(worst.items())
        .extracting(item -> item.getString("level"))
        .containsExactly("critical", "high");
    assertThat(server
            .get(byLevel + "&cursor=" + worst.json().getString("next_cursor"))
            .items())
        .extracting(item -> item.getString("id"))
        .containsExactly(incidentId("b", 3));

    JsonObject detail = server.get("/api/v1/incidents/" + incidentId(1)).json();
    assertThat(detail.getJsonArray("history")).hasSize(1);
    assertThat(detail.getJsonObject("technique_names").getMap()).containsKey("T0846");
    List<JsonObject> evidence =
        server.get("/api/v1/incidents/" + incidentId(1) + "/evidence").items();
    assertThat(evidence).hasSize(2);
    assertThat(evidence.getLast().getJsonObject("flow").getString("dst_ip")).isEqualTo("10.0.1.5");
    assertThat(server.get("/api/v1/incidents/" + EventId.of("none")).status()).isEqualTo(404);
  }

  @Test
  void verdict_ofAnIncident_isTheSurestAndNamesEachDetectorsRarestFinding() {
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));
    String path = "/api/v1/incidents/" + incidentId(1) + "/verdict";
    JsonObject before = server.get(path).json();
    assertThat(before.containsKey("verdict")).isTrue();
    assertThat(before.getJsonObject("verdict")).isNull();
    assertThat(before.getJsonObject("findings")).isEmpty();

    server.store(
        Topic.ANOMALIES,
        List.of(Samples.anomaly("a", 1), Samples.anomaly("a", 2), Samples.anomaly("b", 1)));
    server.store(
        Topic.ATTACK_CLASSIFIED, List.of(Samples.verdict("a", 1), Samples.verdict("b", 1)));

    JsonObject after = server.get(path).json();
    assertThat(after.getJsonObject("verdict").getString("event_id"))
        .isEqualTo(EventId.of("verdict", "a", 1).toString());
    assertThat(after.getJsonObject("verdict").getJsonArray("supporters")).isNotNull();
    assertThat(after.getJsonObject("findings").fieldNames()).containsExactly("physics");
    assertThat(after.getJsonObject("findings").getJsonObject("physics").getString("event_id"))
        .isEqualTo(EventId.of("anomaly", "a", 1).toString());
  }

  @Test
  void acknowledge_byTwoAtOnce_letsOneInAndTellsTheOtherWhoWasFaster() {
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));
    String path = "/api/v1/incidents/" + incidentId(1) + "/acknowledge";
    Map<String, String> token = Map.of("Authorization", "Bearer " + TestServer.TOKEN);

    List<Answer> answers = server.await(() -> io.vertx.core.Future.all(IntStream.range(0, 6)
            .mapToObj(_ -> server.request(HttpMethod.POST, path, token, ""))
            .toList())
        .map(all -> all.<Answer>list()));

    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 409)
        .hasSize(5)
        .allSatisfy(answer -> {
          assertThat(answer.json().getString("current_status")).isEqualTo("acknowledged");
          assertThat(answer.json().getString("by")).isEqualTo("admin");
        });
    assertThat(server
            .sql(
                "SELECT count(*) FROM incident_outbox WHERE convert_from(bytes, 'UTF8') LIKE '%incident-status%'")
            .getLong(0))
        .isEqualTo(1);
  }

  @Test
  void workflow_ofOneIncident_keepsWhoAndWhen() {
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));
    String path = "/api/v1/incidents/" + incidentId(1);

    assertThat(server.post(path + "/false-positive", new JsonObject()).status()).isEqualTo(422);
    assertThat(server.post(path + "/notes", new JsonObject().put("note", " ")).status())
        .isEqualTo(422);
    Answer wrong = server.post(path + "/reopen", new JsonObject());
    assertThat(wrong.status()).isEqualTo(409);
    assertThat(wrong.json().getString("title"))
        .isEqualTo("Not possible now"); // nobody else was there
    assertThat(server
            .post(path + "/assign", new JsonObject().put("assignee", "kim"))
            .json()
            .getString("assignee"))
        .isEqualTo("kim");
    assertThat(server
            .post(path + "/notes", new JsonObject().put("note", "a backup?"))
            .status())
        .isEqualTo(200);
    Answer closed =
        server.post(path + "/false-positive", new JsonObject().put("note", "yes, a backup"));
    assertThat(closed.json().getString("status")).isEqualTo("false-positive");
    JsonObject reopened = server.post(path + "/reopen", new JsonObject()).json();
    assertThat(reopened.getString("status")).isEqualTo("reopened");
    assertThat(reopened.getJsonArray("history").stream()
            .map(step -> ((JsonObject) step).getString("action")))
        .containsExactly("opened", "assign", "note", "false-positive", "reopen");
    assertThat(server.get("/api/v1/incidents?status=open").items()).hasSize(1);
  }

  @Test
  void textOfACommand_withHalfACharacter_isRefusedInOneSentence() {
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));
    String path = "/api/v1/incidents/" + incidentId(1);

    for (String body :
        List.of("{\"note\":\"\\ud800\"}", "{\"note\":\"cut \\ud83d\"}", "{\"note\":\"\\u0000\"}")) {
      for (String action : List.of("/notes", "/acknowledge", "/false-positive")) {
        Answer answer = postText(path + action, body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().getString("detail"))
            .startsWith("note: ")
            .endsWith(
                "(expected: a text of at most 4000 characters, no U+0000 and no half character)");
      }
    }
    assertThat(postText(path + "/assign", "{\"assignee\":\"\\ude00\"}").status())
        .isEqualTo(422);
    assertThat(server
            .sql(
                "SELECT count(*) FROM incident_outbox WHERE convert_from(bytes, 'UTF8') LIKE '%incident-status%'")
            .getLong(0))
        .isZero();

    Answer whole = postText(path + "/notes", "{\"note\":\"\\ud83d\\ude00\"}");
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.json().getJsonArray("history").getJsonObject(1).getString("note"))
        .isEqualTo("\ud83d\ude00");
  }

  private static Answer postText(String path, String body) {
    return server.ask(
        HttpMethod.POST,
        path,
        Map.of("Authorization", "Bearer " + TestServer.TOKEN, "Content-Type", "application/json"),
        body);
  }

  @Test
  void command_repeatedWithItsKeyOrSeenTooLongAgo_isDoneOnceOrRefused() {
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));
    String path = "/api/v1/incidents/" + incidentId(1);
    String seen = server.get(path).json().getString("position");
    Map<String, String> headers = Map.of(
        "Authorization", "Bearer " + TestServer.TOKEN,
        "Idempotency-Key", "k1",
        "Content-Type", "application/json");

    for (int time = 0; time < 2; time++) {
      assertThat(server
              .ask(HttpMethod.POST, path + "/notes", headers, "{\"note\":\"once\"}")
              .status())
          .isEqualTo(200);
    }
    assertThat(server.get(path).json().getJsonArray("history")).hasSize(2);
    Map<String, String> stale =
        Map.of("Authorization", "Bearer " + TestServer.TOKEN, "If-Match", '"' + seen + '"');
    assertThat(server.ask(HttpMethod.POST, path + "/acknowledge", stale, "").status())
        .isEqualTo(409);
    Map<String, String> fresh = Map.of(
        "Authorization",
        "Bearer " + TestServer.TOKEN,
        "If-Match",
        server.get(path).json().getString("position"));
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.9))); // the pipeline goes on meanwhile
    assertThat(server.ask(HttpMethod.POST, path + "/acknowledge", fresh, "").status())
        .isEqualTo(200);
  }

  @Test
  void command_keyOfAnotherRequest_isRefusedAndChangesNothing() {
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));
    String path = "/api/v1/incidents/" + incidentId(1);
    var headers = new java.util.HashMap<>(bearer());
    headers.put("Idempotency-Key", "k1");
    headers.put("Content-Type", "application/json");

    for (String command : List.of("/notes", "/assign")) {
      assertThat(
              server.ask(HttpMethod.POST, path + command, headers, said("one")).status())
          .isEqualTo(200);
      Answer other = server.ask(HttpMethod.POST, path + command, headers, said("two"));
      assertThat(other.status()).isEqualTo(422);
      assertThat(other.json().getString("detail"))
          .isEqualTo("Idempotency-Key: k1 (expected: a new key for another request)");
      assertThat(
              server.ask(HttpMethod.POST, path + command, headers, said("one")).status())
          .isEqualTo(200);
    }

    assertThat(server.get(path).json().getJsonArray("history")).hasSize(3);
  }

  private static String said(String text) {
    return new JsonObject().put("note", text).put("assignee", text).encode();
  }

  @Test
  void note_onWhatSomebodyChangedSince_isToldSo() {
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));
    String path = "/api/v1/incidents/" + incidentId(1);
    var stale = new java.util.HashMap<>(bearer());
    stale.put("If-Match", server.get(path).json().getString("position"));
    stale.put("Content-Type", "application/json");
    server.post(path + "/acknowledge", new JsonObject());
    server.post(path + "/notes", new JsonObject().put("note", "mine"));

    Answer note = server.ask(HttpMethod.POST, path + "/notes", stale, said("late"));

    assertThat(note.status()).isEqualTo(409);
    assertThat(note.json().getString("detail"))
        .isEqualTo("Cannot note: it was changed since it was read; the incident is acknowledged"
            + " (by admin).");
    assertThat(server.post(path + "/acknowledge", new JsonObject()).json().getString("detail"))
        .isEqualTo("Cannot acknowledge: the incident is acknowledged (by admin).");
  }

  @Test
  void me_sitesOfFiles_haveASpanOfTheirOwn() {
    server.sql(
        "INSERT INTO ingest_sites (site, epoch, owner, mark, kind, first_second) VALUES"
            + " ('capture', 1, 'x', 1499259599, 'file', 1499252400),"
            + " ('begun', 1, 'x', NULL, 'file', NULL), ('live', 1, 'x', 1499259599, 'live', 1499252400)");

    JsonObject me = server.get("/api/v1/me").json();

    assertThat(me.getJsonArray("sites")).containsExactly("begun", "capture", "live");
    assertThat(me.getJsonObject("spans"))
        .isEqualTo(new JsonObject()
            .put(
                "capture",
                new JsonObject()
                    .put("from", "2017-07-05T11:00:00Z")
                    .put("to", "2017-07-05T13:00:00Z")));
  }

  @Test
  void stats_ofAReplayedSite_countsAllOfIt() {
    long first = Samples.at(0).getEpochSecond();
    server.sql(
        "INSERT INTO ingest_sites (site, epoch, owner, mark, kind, first_second) VALUES ('a', 1, 'x', "
            + (first + 59) + ", 'file', " + first + ")");
    server.store(Topic.NETWORK_DATA, flows("a", 0, 30));
    server.store(Topic.ANOMALIES, List.of(Samples.anomaly("a", 1), Samples.anomaly("a", 2)));
    server.store(
        Topic.ATTACK_CLASSIFIED,
        List.of(Samples.verdict("a", 1), Samples.benign("a", 1, 40), Samples.benign("a", 2, 41)));
    server.store(Topic.ATTACK_PREDICTED, List.of(Samples.prediction("a", 1)));
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));

    JsonObject stats = server.get("/api/v1/stats?site=a").json();
    var hash = new io.fedics.shared.event.VerdictHash();
    hash.add(Samples.verdict("a", 1));
    hash.addBenign("a", Samples.at(1).getEpochSecond(), 40);
    hash.addBenign("a", Samples.at(2).getEpochSecond(), 41);
    assertThat(stats.getString("verdicts_sha256")).isEqualTo(hash.hex());
    assertThat(stats.getLong("flows")).isEqualTo(30);
    assertThat(stats.getDouble("flows_per_second")).isEqualTo(0.5);
    JsonObject tail = server.get("/api/v1/stats?site=a&window=20s").json();
    assertThat(tail.getLong("flows")).isEqualTo(30); // of the whole minute
    assertThat(tail.getDouble("flows_per_second")).isEqualTo(0.5);
    assertThat(stats.getLong("anomalies")).isEqualTo(2);
    assertThat(stats.getLong("benign_windows")).isEqualTo(81);
    assertThat(stats.getLong("anomalous_windows")).isEqualTo(1);
    assertThat(stats.getJsonObject("verdicts").getLong("probe")).isEqualTo(1);
    assertThat(stats.getJsonObject("incidents_open").getLong("high")).isEqualTo(1);
    assertThat(stats.getJsonObject("by_protocol").getLong("tcp")).isEqualTo(30);
    assertThat(stats.getJsonObject("by_detector").getLong("physics")).isEqualTo(2);

    assertThat(server
            .get("/api/v1/series?metric=flows&site=a")
            .json()
            .getJsonArray("rows")
            .encode())
        .isEqualTo("[[" + first + ",30.0,30.0,30.0]]");
    assertThat(server
            .get("/api/v1/series?metric=normal-windows&site=a&step=60")
            .json()
            .getJsonArray("rows")
            .getJsonArray(0)
            .getDouble(3))
        .isEqualTo(81.0);
    assertThat(server
            .get("/api/v1/series?metric=anomalous-windows&site=a&host=10.0.4.17")
            .json()
            .getJsonArray("rows"))
        .hasSize(1);
    assertThat(server
            .get("/api/v1/series?metric=rarity&site=a&step=60")
            .json()
            .getJsonArray("rows")
            .getJsonArray(0)
            .getDouble(2))
        .isBetween(1_999.0, 2_001.0);
    assertThat(server.get("/api/v1/series?metric=lag").json().getJsonArray("rows"))
        .isNotNull();
    JsonObject distribution =
        server.get("/api/v1/distributions?column=service&site=a").json();
    assertThat(distribution.getJsonArray("items").encode())
        .isEqualTo("[{\"value\":\"modbus\",\"normal\":28,\"anomalous\":2}]");
    assertThat(server.get("/api/v1/distributions?column=label&site=a").status()).isEqualTo(200);
    assertThat(server.get("/api/v1/distributions?column=detector&site=a").status())
        .isEqualTo(200);
    JsonObject classes = server.get("/api/v1/classes?site=a").json();
    assertThat(
            classes.getJsonArray("rows").getJsonObject(0).getJsonObject("share").getDouble("probe"))
        .isEqualTo(0.75);
    JsonObject host = server.get("/api/v1/hosts?site=a").items().getFirst();
    assertThat(host.getString("host")).isEqualTo("10.0.4.17");
    assertThat(host.getLong("anomalies")).isEqualTo(2);
    assertThat(host.getJsonArray("severity_series")).hasSize(1);
    assertThat(server.get("/api/v1/me").json().getJsonArray("sites").encode()).isEqualTo("[\"a\"]");
  }

  /** The index serves only the very expression that the list is sorted by. */
  @Test
  void incidents_worstByWordOfMany_areFoundByTheirIndex() {
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));
    server.sql("INSERT INTO incidents (id, site, label, level, severity, attacker, victims,"
        + " first_seen, last_seen, verdicts, summary, record) SELECT gen_random_uuid(), site, label,"
        + " level, severity, attacker, victims, first_seen, last_seen, verdicts, summary, record"
        + " FROM incidents, generate_series(1, 3000)");
    server.sql("ANALYZE incidents");

    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (scansByLevel() == 0 && System.nanoTime() < until) { // the database tells with a delay
      assertThat(server.get("/api/v1/incidents?status=open&sort=-level&limit=5").items())
          .hasSize(5);
    }

    assertThat(scansByLevel()).isPositive();
  }

  private static long scansByLevel() {
    return server
        .sql(
            "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'incidents_open_level'")
        .getLong(0);
  }

  @Test
  void process_withOneListener_tellsOfItAndOfDiskHeapAndClock() {
    TestServer.Stream stream = server.stream("/eventbus/000/s9/xhr_streaming?t=1764", bearer());
    stream.awaitText("o\n");

    JsonObject process = server.get("/api/v1/system/process").json();

    JsonObject connections = process.getJsonObject("connections");
    assertThat(connections.getInteger("browsers")).isPositive();
    JsonObject transports = connections.getJsonObject("transports");
    assertThat(transports.getInteger("xhr_streaming")).isPositive();
    assertThat(transports.stream().mapToInt(each -> (Integer) each.getValue()).sum())
        .isEqualTo(connections.getInteger("browsers"));
    JsonObject disk = process.getJsonObject("disk");
    assertThat(disk.getLong("free_bytes")).isBetween(1L, disk.getLong("total_bytes"));
    JsonObject heap = process.getJsonObject("heap");
    assertThat(heap.getLong("used_bytes")).isBetween(1L, heap.getLong("most_bytes"));
    assertThat(process.getLong("clock_skew_ms")).isBetween(-1_000L, 1_000L);
    stream.close();
  }

  @Test
  void models_whatThereIs_isListed() {
    assertThat(server.get("/api/v1/models").items())
        .containsExactly(new JsonObject().put("kind", "iforest").put("active", true));
    assertThat(server.get("/openapi.json").json().getJsonObject("paths").fieldNames())
        .contains("/api/v1/models");
  }

  @Test
  void openApi_whatIsAsked_isMounted() {
    JsonObject document = server.get("/openapi.json").json();
    assertThat(document.getString("openapi")).isEqualTo("3.1.0");
    for (String path : document.getJsonObject("paths").fieldNames()) {
      boolean ofOne = path.contains("{");
      String concrete = path.replace("{id}", EventId.of("none").toString()).replace("{round}", "7");
      for (String method : document.getJsonObject("paths").getJsonObject(path).fieldNames()) {
        if (method.equals("get")) {
          int usual = path.startsWith("/ws/") ? 426 : 200; // no upgrade was asked for
          assertThat(server.get(concrete).status())
              .as("get " + path)
              .isEqualTo(ofOne ? 404 : usual);
        } else if (ofOne) {
          assertThat(server.post(concrete, new JsonObject()).status())
              .as("post " + path)
              .isIn(404, 422);
        }
      }
    }
    assertThat(placesInPaths(document)).contains("id", "round");
    assertThat(server.get("/docs").body())
        .contains("/api/v1/incidents/{id}/evidence")
        .contains("id=\"problem-bad-value\"")
        .doesNotContain("<script");
    assertThat(server.get("/api/v1/nothing").status()).isEqualTo(404);
  }

  @Test
  void openApi_everyAnswer_isDescribed() {
    JsonObject document = server.get("/openapi.json").json();
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      for (String method : paths.getJsonObject(path).fieldNames()) {
        JsonObject responses =
            paths.getJsonObject(path).getJsonObject(method).getJsonObject("responses");
        if (path.startsWith("/ws/")) {
          assertThat(responses.fieldNames()).as(path).contains("101");
          continue;
        }
        String bare = WITHOUT_A_BODY.get(method + ' ' + path);
        if (bare != null) {
          assertThat(responses.fieldNames()).as(path).containsExactlyInAnyOrder(bare, "default");
          continue;
        }
        String status = path.equals("/api/v1/sign-in-links") ? "201" : "200";
        JsonObject content = responses.getJsonObject(status).getJsonObject("content");
        assertThat(content.fieldNames()).as(method + ' ' + path).isNotEmpty();
        content.forEach(type -> assertThat(((JsonObject) type.getValue()).getJsonObject("schema"))
            .as(method + ' ' + path)
            .isNotNull()
            .isNotEqualTo(new JsonObject()));
      }
    }
    assertThat(document
            .getJsonObject("components")
            .getJsonObject("responses")
            .getJsonObject("Problem")
            .getJsonObject("content")
            .fieldNames())
        .containsExactly("application/problem+json");
    JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
    assertThat(schemas.getJsonObject("Flow").getJsonObject("properties").fieldNames())
        .contains("observed_at", "src_ip", "bytes_out");
    assertThat(references(document))
        .allSatisfy(
            reference -> assertThat(at(document, reference)).as(reference).isNotNull());
  }

  private static List<String> references(JsonObject document) {
    return Pattern.compile("\"\\$ref\":\"#/([^\"]+)\"")
        .matcher(document.encode())
        .results()
        .map(found -> found.group(1))
        .distinct()
        .toList();
  }

  private static JsonObject at(JsonObject document, String reference) {
    JsonObject found = document;
    for (String step : reference.split("/")) {
      found = found.getJsonObject(step);
    }
    return found;
  }

  /** Each {@code {place}} of a path must be described, or the document is none. */
  private static Set<String> placesInPaths(JsonObject document) {
    var all = new TreeSet<String>();
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      var places = new TreeSet<String>();
      Pattern.compile("\\{(\\w+)}").matcher(path).results().forEach(it -> places.add(it.group(1)));
      for (String method : paths.getJsonObject(path).fieldNames()) {
        JsonObject operation = paths.getJsonObject(path).getJsonObject(method);
        assertThat(operation.getJsonArray("parameters").stream()
                .map(JsonObject.class::cast)
                .filter(parameter -> parameter.getString("in").equals("path"))
                .map(parameter -> parameter.getString("name")))
            .as(method + ' ' + path)
            .containsExactlyInAnyOrderElementsOf(places);
      }
      all.addAll(places);
    }
    return all;
  }

  @Test
  void methods_otherThanThoseOfAPath_answer405NamingThem() {
    Map<String, String> token = Map.of("Authorization", "Bearer " + TestServer.TOKEN);
    Answer wrong = server.ask(HttpMethod.DELETE, "/api/v1/flows", token, "");
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.headers().get("allow")).isEqualTo("GET, HEAD");
    assertThat(wrong.json().getString("type")).isEqualTo("/docs#problem-bad-method");
    assertThat(server.get("/predict").status()).isEqualTo(405);
    Answer head = server.ask(HttpMethod.HEAD, "/api/v1/flows", token, "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(server.ask(HttpMethod.HEAD, "/healthz", Map.of(), "").status()).isEqualTo(200);
  }

  @Test
  void pages_otherMethodsThanTheirOwn_answer405NamingThem() {
    for (String path : List.of("/healthz", "/readyz", "/metrics", "/openapi.json", "/docs")) {
      assertAllowed(HttpMethod.DELETE, path, "GET, HEAD");
    }
    assertAllowed(HttpMethod.PUT, "/signin", "GET, HEAD, POST");
    assertAllowed(HttpMethod.GET, "/api/v1/sign-out", "POST");
    assertAllowed(HttpMethod.DELETE, "/api/v1/sign-in-links", "POST");
    assertAllowed(HttpMethod.POST, "/ws/events", "GET");
    assertAllowed(HttpMethod.PUT, "/api/v1/incidents/" + EventId.of("none"), "GET, HEAD");
    assertThat(server.ask(HttpMethod.PUT, "/api/v1/nothing", bearer(), "").status())
        .isEqualTo(404);
  }

  private static void assertAllowed(HttpMethod method, String path, String allowed) {
    Answer answer = server.ask(method, path, bearer(), "");
    assertThat(answer.status()).as(path).isEqualTo(405);
    assertThat(answer.headers().get("allow")).as(path).isEqualTo(allowed);
  }

  @Test
  void head_ofPagesAndFiles_answers200WithoutABody() {
    for (String path : List.of("/", "/main.js", "/signin", "/openapi.json", "/docs")) {
      Answer head = server.ask(HttpMethod.HEAD, path, bearer(), "");
      assertThat(head.status()).as(path).isEqualTo(server.get(path).status()).isEqualTo(200);
      assertThat(head.body()).as(path).isEmpty();
    }
  }

  @Test
  void signInLink_onlyLookedAt_isNotUsedUp() {
    String link = server.access.newSignInPath();
    assertThat(server.ask(HttpMethod.HEAD, link, Map.of(), "").status()).isEqualTo(200);
    assertThat(server.ask(HttpMethod.GET, link, Map.of(), "").headers().get("location"))
        .isEqualTo("/");
  }

  @Test
  void openApi_pagesThatAreNoEndpoints_areDescribed() {
    JsonObject paths = server.get("/openapi.json").json().getJsonObject("paths");
    assertThat(paths.fieldNames()).contains("/openapi.json", "/docs");
    assertThat(paths.getJsonObject("/signin").fieldNames())
        .containsExactlyInAnyOrder("get", "post");
    assertThat(paths.getJsonObject("/signin").getJsonObject("get").getJsonArray("security"))
        .isEmpty();
    assertThat(paths.getJsonObject("/api/v1/sign-out").getJsonObject("post").fieldNames())
        .doesNotContain("security");
    Answer link = server.post("/api/v1/sign-in-links", new JsonObject());
    assertThat(link.status()).isEqualTo(201);
    assertThat(link.json().getString("path")).startsWith("/signin?code=");
  }

  @Test
  void alerts_byStatus_areThoseOfIncidentsThatStandSo() {
    server.store(Topic.ALERTS, List.of(Samples.raised("a", 1, 0.8)));
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));
    assertThat(server.get("/api/v1/alerts?status=new").items()).hasSize(1);
    assertThat(server.get("/api/v1/alerts?status=resolved,acknowledged").items())
        .isEmpty();
  }

  @Test
  void xhrStreaming_registered_deliversFramesOfLiveRowsAndIncidents() {
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));
    TestServer.Stream stream = server.stream("/eventbus/000/s1/xhr_streaming", bearer());
    stream.awaitText("o\n");
    register("/eventbus/000/s1/xhr_send", "dashboard.live.a");
    register("/eventbus/000/s1/xhr_send", "dashboard.incidents.a");
    register("/eventbus/000/s1/xhr_send", "dashboard.overview.a");
    register("/eventbus/000/s1/xhr_send", "dashboard.secret.a");

    stream.awaitText("access_denied");
    server.happens(Samples.anomaly("a", 1));
    stream.awaitText(EventId.of("anomaly", "a", 1).toString());
    server.happens(Samples.raised("a", 1, 0.8));
    stream.awaitText(incidentId(1));
    stream.awaitText("anomalies_per_second");
    assertThat(stream.text().replace("\\", ""))
        .contains("\"kind\":\"anomaly\"")
        .contains("\"seq\":1");
    stream.close();
  }

  @Test
  void overview_socketThatNamesMadeUpSites_silencesNobody() {
    server.sql("INSERT INTO ingest_sites (site, epoch, owner, kind) VALUES ('a', 1, 'x', 'live')");
    TestServer.Stream other = server.stream("/eventbus/000/s3/xhr_streaming", bearer());
    other.awaitText("o\n");
    for (int i = 0; i < 400; i++) {
      register("/eventbus/000/s3/xhr_send", "dashboard.overview.q" + i);
    }
    other.awaitText("dashboard.overview.q399");
    TestServer.Stream stream = server.stream("/eventbus/000/s4/xhr_streaming", bearer());
    stream.awaitText("o\n");

    register("/eventbus/000/s4/xhr_send", "dashboard.overview.a");

    stream.awaitText("\\\"seq\\\":4");
    assertThat(other.text()).doesNotContain("anomalies_per_second");
    stream.close();
    other.close();
  }

  @Test
  void bridge_inbound_isRefused() {
    TestServer.Stream stream = server.stream("/eventbus/000/s2/xhr_streaming", bearer());
    stream.awaitText("o\n");
    Answer sent = server.ask(
        HttpMethod.POST,
        "/eventbus/000/s2/xhr_send",
        bearer(),
        new io.vertx.core.json.JsonArray()
            .add(new JsonObject()
                .put("type", "publish")
                .put("address", "dashboard.live.a")
                .put("body", "x")
                .encode())
            .encode());
    assertThat(sent.status()).isEqualTo(204);
    stream.awaitText("rejected");
    stream.close();
  }

  @Test
  void webSocketOfEvents_eachKind_isSentAndClosedOnSignOut() {
    String setCookie = server
        .ask(HttpMethod.GET, server.access.newSignInPath(), Map.of(), "")
        .headers()
        .get("set-cookie");
    Map<String, String> cookie = Map.of("Cookie", setCookie.substring(0, setCookie.indexOf(';')));
    TestServer.Stream socket = server.webSocket("/ws/events", cookie);

    server.happens(Samples.anomaly("a", 1));
    server.happens(Samples.verdict("a", 1));
    server.happens(Samples.raised("a", 1, 0.8));
    socket.awaitText("{\"type\":\"anomaly\",\"payload\":{");
    socket.awaitText("{\"type\":\"classification\"");
    socket.awaitText("{\"type\":\"alert\"");
    socket.awaitText("{\"type\":\"stats\"");

    String csrf = server.ask(HttpMethod.GET, "/api/v1/me", cookie, "").json().getString("csrf");
    server.ask(
        HttpMethod.POST,
        "/api/v1/sign-out",
        Map.of("Cookie", cookie.getOrDefault("Cookie", ""), "X-CSRF-Token", csrf),
        "");
    socket.awaitClose();
  }

  @Test
  void webSocket_fromAForeignPage_isRefused() {
    var headers = new java.util.HashMap<>(bearer());
    headers.put("Origin", "http://evil.example");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> server.webSocket("/ws/events", headers))
        .hasMessageContaining("403");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> server.webSocket("/ws/realtime", Map.of()))
        .hasMessageContaining("401");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> server.webSocket("/eventbus/websocket", headers))
        .hasMessageContaining("403");
  }

  @Test
  void history_tooSlowOrAway_isAProblemForPeople() {
    HistoryStore slow = server.history(java.time.Duration.ofMillis(100));
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> server.await(() -> slow.rows("SELECT pg_sleep(10)", List.of())))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("too long");
    HistoryStore away = server.nowhere();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> server.await(() -> away.rows("SELECT 1", List.of())))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void history_moreQuestionsThanMayWait_isAProblemForPeople() {
    Pool narrow = PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(1).setMaxWaitQueueSize(1))
        .connectingTo(server.connection())
        .using(server.vertx)
        .build();
    var history = new HistoryStore(narrow, java.time.Duration.ofSeconds(5));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> server.await(() ->
            Future.all(Stream.generate(() -> history.rows("SELECT pg_sleep(0.1)", List.of()))
                .limit(5)
                .toList())))
        .isInstanceOf(Problem.class)
        .hasMessage("More questions wait for the database than it answers soon; ask again later.");
    server.await(narrow::close);
  }

  @Test
  void sharedOrigin_ofTheSettings_mayReadWithTheToken() {
    Map<String, String> asked =
        Map.of("Origin", "https://soc.example", "Access-Control-Request-Method", "GET");
    Answer before = server.ask(HttpMethod.OPTIONS, "/api/v1/flows", asked, "");
    assertThat(before.status()).isEqualTo(204);
    assertThat(before.headers().get("access-control-allow-headers")).contains("Authorization");
    Answer answer = with(bearer(), "Origin", "https://soc.example", "/api/v1/flows");
    assertThat(answer.headers().get("access-control-allow-origin"))
        .isEqualTo("https://soc.example");
    assertThat(server.ask(HttpMethod.GET, "/api/v1/flows", asked, "").status()).isEqualTo(401);
  }

  private static Map<String, String> bearer() {
    return Map.of("Authorization", "Bearer " + TestServer.TOKEN);
  }

  private static void register(String path, String address) {
    String message = new JsonObject()
        .put("type", "register")
        .put("address", address)
        .put("headers", new JsonObject())
        .encode();
    Answer sent = server.ask(
        HttpMethod.POST,
        path,
        bearer(),
        new io.vertx.core.json.JsonArray().add(message).encode());
    assertThat(sent.status()).isEqualTo(204);
  }

  private static Answer with(Map<String, String> headers, String name, String value, String path) {
    var all = new java.util.HashMap<>(headers);
    all.put(name, value);
    return server.ask(HttpMethod.GET, path, all, "");
  }

  private static void assertBad(String path, String name, String value) {
    Answer answer = server.get(path);
    assertThat(answer.status()).as(path).isEqualTo(400);
    JsonObject error = answer.json().getJsonArray("errors").getJsonObject(0);
    assertThat(error.getString("name")).isEqualTo(name);
    assertThat(error.getString("value")).isEqualTo(value);
    assertThat(error.getString("expected")).isNotEmpty();
  }

  private static List<FlowObserved> flows(String site, int from, int to) {
    return IntStream.range(from, to).mapToObj(n -> Samples.flow(site, n)).toList();
  }

  static String incidentId(int n) {
    return incidentId("a", n);
  }

  private static String incidentId(String site, int n) {
    return EventId.of("incident", site, n).toString();
  }
}
