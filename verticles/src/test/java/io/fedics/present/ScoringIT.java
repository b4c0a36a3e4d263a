package io.fedics.present;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.present.TestServer.Answer;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.AlertRaised;
import io.fedics.shared.event.SeverityLevel;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records in by HTTP, verdicts out, on the real database. */
class ScoringIT {
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
    server.sql("TRUNCATE scored_records, upload_batches, incident_outbox");
  }

  @Test
  void predict_oneRecord_answersScoreLabelModelAndStoresIt() {
    for (String path : List.of("/predict", "/api/v1/predict?site=plant")) {
      Answer answer = server.post(path, record(500));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.json().getDouble("score")).isEqualTo(0.8);
      assertThat(answer.json().getString("label")).isEqualTo("attack");
      assertThat(answer.json().getString("features")).isEqualTo("nsl-kdd/10");
      assertThat(answer.json().getString("model")).startsWith("threat@");
    }
    assertThat(count("origin = 'asked' AND alarm")).isEqualTo(2);
    assertThat(count("site = 'plant'")).isEqualTo(1);
  }

  @Test
  void predict_list_answersInItsOrder() {
    Answer answer =
        send("/predict", new JsonArray().add(record(1)).add(record(500)).encode());
    assertThat(answer.array().getJsonObject(0).getString("label")).isEqualTo("normal");
    assertThat(answer.array().getJsonObject(1).getString("label")).isEqualTo("attack");
  }

  @Test
  void predict_wrongRecord_answers422NamingColumnsAndStoresNothing() {
    JsonObject wrong = new JsonObject().put("src_bytes", "many").put("colour", "red");
    Answer answer = send("/predict", new JsonArray().add(record(1)).add(wrong).encode());
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().getJsonArray("errors").stream()
            .map(error -> ((JsonObject) error).getString("name")))
        .containsExactlyInAnyOrder("[1].service", "[1].colour", "[1].src_bytes");
    assertThat(server.post("/predict", new JsonObject().put("src_bytes", null)).status())
        .isEqualTo(422);
    assertThat(send("/predict", "[]").status()).isEqualTo(422);
    assertThat(send("/predict", "{").status()).isEqualTo(400);
    assertThat(send("/predict", "").json().getString("detail")).isEqualTo("The body is empty.");
    assertThat(count("true")).isZero();
  }

  @Test
  void predict_anyNumberOfWrongColumns_answersAShortRefusal() {
    for (JsonObject base : List.of(new JsonObject(), record(1))) {
      for (int i = 0; i < 30_000; i++) {
        base.put("unknown" + i, 1);
      }
      Answer many = send("/predict", base.encode());
      assertThat(many.status()).isEqualTo(422);
      assertThat(many.json().getJsonArray("errors")).hasSize(20);
      assertThat(many.body().length()).isLessThan(8_000);
    }
    String word = "w".repeat(40_000);
    Answer known = send("/predict", record(1).put(word, 1).encode());
    assertThat(known.json().getJsonArray("errors").getJsonObject(0).getString("name"))
        .isEqualTo("w".repeat(79) + '…');
    for (String body : List.of(
        new JsonObject().put(word, 1).encode(),
        new JsonObject().put(word, null).encode(),
        record(1).put("service", word).put("src_bytes", word).encode())) {
      Answer answer = send("/predict", body);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body().length()).isLessThan(2_000);
    }
    Answer header = upload("w".repeat(60_000) + "\n1\n", "/api/v1/upload/csv");
    assertThat(header.status()).isEqualTo(422);
    assertThat(header.body().length()).isLessThan(2_000);
  }

  @Test
  void scoringPaths_withoutTokenOrProof_areClosed() {
    for (String path : List.of(
        "/predict",
        "/api/v1/predict",
        "/api/v1/upload/csv",
        "/api/v1/test/send-single",
        "/api/v1/test/start-stream",
        "/alert-test")) {
      assertThat(server.ask(HttpMethod.POST, path, Map.of(), "").status())
          .as(path)
          .isEqualTo(401);
    }
    String link = server.access.newSignInPath();
    String cookie = server.ask(HttpMethod.GET, link, Map.of(), "").headers().get("set-cookie");
    Map<String, String> browser = Map.of("Cookie", cookie.substring(0, cookie.indexOf(';')));
    assertThat(server.ask(HttpMethod.POST, "/predict", browser, "").status()).isEqualTo(403);
  }

  @Test
  void upload_rowsGoodAndBad_judgesEachAndNamesTheBadOnes() {
    Answer answer = upload(
        "src_bytes,service,label\n500,a,neptune\n7,\"b\",normal\nmany,a,x\n1,2\n\n900,a,y\n",
        "/api/v1/upload/csv?site=plant");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonObject batch = answer.json();
    assertThat(batch.getString("status")).isEqualTo("done");
    assertThat(batch.getString("file_name")).isEqualTo("rows.csv");
    assertThat(batch.getLong("rows")).isEqualTo(5);
    assertThat(batch.getLong("rejected")).isEqualTo(2);
    assertThat(batch.getLong("alarms")).isEqualTo(2);
    assertThat(batch.getJsonObject("labels"))
        .isEqualTo(new JsonObject().put("attack", 2).put("normal", 1));
    assertThat(batch.getJsonArray("errors").getJsonObject(0).getLong("line")).isEqualTo(4);
    assertThat(batch.getJsonArray("errors").getJsonObject(0).getString("reason"))
        .contains("src_bytes: many (expected: a number)");
    assertThat(batch.getJsonArray("errors").getJsonObject(1).getString("reason"))
        .isEqualTo("row: 2 cells (expected: 3)");

    String id = batch.getString("id");
    JsonObject again =
        server.get("/api/v1/upload/batch/" + id + "?after_line=3&limit=2").json();
    assertThat(again.getJsonArray("items").stream().map(row -> ((JsonObject) row).getLong("line")))
        .containsExactly(4L, 5L);
    assertThat(server.get("/api/v1/upload/batches").items().getFirst().getString("id"))
        .isEqualTo(id);
    assertThat(server
            .get("/api/v1/upload/batch/00000000-0000-0000-0000-000000000000")
            .status())
        .isEqualTo(404);
  }

  @Test
  void upload_aNulInARefusedCell_rejectsThatRowOnly() {
    JsonObject batch = upload(
            "src_bytes,service\n" + "1,some-service-name-longer-than-usual\n".repeat(40)
                + "7\0x,a\n",
            "/api/v1/upload/csv")
        .json();
    assertThat(batch.getString("status")).as(batch.encode()).isEqualTo("done");
    assertThat(batch.getLong("scored")).isEqualTo(40);
    assertThat(batch.getLong("rejected")).isEqualTo(1);
    JsonObject error = batch.getJsonArray("errors").getJsonObject(0);
    assertThat(error.getLong("line")).isEqualTo(42);
    assertThat(error.getString("reason")).contains("src_bytes: 7\\u0000x (expected: a number)");
  }

  @Test
  void upload_whoseErrorsAreRefusedByTheDatabase_failsAndKeepsItsCounts() {
    server.sql("ALTER TABLE upload_batches ADD CONSTRAINT no_errors CHECK (errors = '[]')");
    try {
      Answer answer = upload("src_bytes,service\n1,a\nmany,a\n", "/api/v1/upload/csv");
      assertThat(answer.status()).isEqualTo(500);
      JsonObject batch = server.get("/api/v1/upload/batches").items().getFirst();
      assertThat(batch.getString("status")).isEqualTo("failed");
      assertThat(batch.getString("failure"))
          .isEqualTo("The server made a mistake; its log says which.");
      assertThat(batch.getLong("rows")).isEqualTo(2);
    } finally {
      server.sql("ALTER TABLE upload_batches DROP CONSTRAINT no_errors");
    }
  }

  @Test
  void upload_thatCannotBeKeptTrackOf_leavesNoFileOpen() throws IOException {
    server.sql("ALTER TABLE upload_batches ADD CONSTRAINT nobody CHECK (sent_by = '')");
    try {
      assertThat(upload("src_bytes,service\n1,a\n", "/api/v1/upload/csv").status())
          .isEqualTo(500);
      assertThat(openUploads()).isEmpty();
    } finally {
      server.sql("ALTER TABLE upload_batches DROP CONSTRAINT nobody");
    }
  }

  private static List<String> openUploads() throws IOException {
    List<String> open = new ArrayList<>();
    try (var files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : files) {
        if (Files.isSymbolicLink(file)) {
          open.add(Files.readSymbolicLink(file).toString());
        }
      }
    }
    open.removeIf(name -> !name.contains("fedics-upload"));
    return open;
  }

  @Test
  void upload_whoseProcessEnded_isFailedByAnotherAndAtOnceByWhoCallsItOff() {
    insertReading("00000000-0000-0000-0000-000000000001", "2 minutes");
    insertReading("00000000-0000-0000-0000-000000000002", "10 seconds");

    Answer ended = cancel("00000000-0000-0000-0000-000000000001");
    Answer fresh = cancel("00000000-0000-0000-0000-000000000002");

    assertThat(ended.status()).as(ended.body()).isEqualTo(200);
    assertThat(ended.json().getString("status")).isEqualTo("failed");
    assertThat(ended.json().getString("failure"))
        .isEqualTo("interrupted: nothing was heard of it for a minute");
    assertThat(ended.json().getString("ended_at")).isNotNull();
    assertThat(fresh.status()).isEqualTo(409);
    assertThat(fresh.json().getString("detail"))
        .isEqualTo("The upload is being read by another process, or by one that ended less than a"
            + " minute ago (expected: reading, in this process).");
  }

  @Test
  void upload_whoseProcessEnded_isFailedWithoutBeingAskedFor() {
    insertReading("00000000-0000-0000-0000-000000000003", "2 minutes");
    long until = System.nanoTime() + 20_000_000_000L;
    while (System.nanoTime() < until && interrupted() == 0) {
      Thread.onSpinWait();
    }
    assertThat(interrupted()).isEqualTo(1);
  }

  private static void insertReading(String id, String ago) {
    server.sql("INSERT INTO upload_batches (id, file_name, sent_by, site, features, model, status,"
        + " updated_at) VALUES ('" + id
        + "', 'a.csv', 'admin', 'api', 'nsl-kdd/10', 'm', 'reading',"
        + " now() - interval '" + ago + "')");
  }

  private static long interrupted() {
    return server
        .sql("SELECT count(*) FROM upload_batches WHERE failure LIKE 'interrupted: %'")
        .getLong(0);
  }

  private static Answer cancel(String id) {
    return server.post("/api/v1/upload/batch/" + id + "/cancel", new JsonObject());
  }

  @Test
  void upload_thatIsDone_cannotBeCalledOff() {
    String id = upload("src_bytes,service\n1,a\n", "/api/v1/upload/csv").json().getString("id");
    Answer answer = server.post("/api/v1/upload/batch/" + id + "/cancel", new JsonObject());
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().getString("detail"))
        .isEqualTo("The upload is done (expected: reading, in this process).");
    assertThat(server.get("/api/v1/upload/limits").json().getLong("most_bytes")).isPositive();
  }

  @Test
  void models_inUse_tellWhatARecordMustHave() {
    JsonObject model = server.get("/api/v1/predict/models").items().getFirst();
    assertThat(model.getString("features")).isEqualTo("nsl-kdd/10");
    assertThat(model.getJsonArray("columns").stream()
            .map(column -> (JsonObject) column)
            .filter(column -> column.getBoolean("required"))
            .map(column -> column.getString("name") + ' ' + column.getString("kind")))
        .containsExactly("src_bytes number", "service word");
    assertThat(model.getString("card")).isEqualTo("# by hand");
    Answer judged = send("/predict", model.getJsonObject("example").encode());
    assertThat(judged.status()).as(judged.body()).isEqualTo(200);
  }

  @Test
  void upload_moreThanOneBlock_judgesAllRows() {
    var text = new StringBuilder("dur,proto,id\n");
    for (int i = 0; i < 5_000; i++) {
      text.append(i % 1_000).append(",a,").append(i).append('\n');
    }
    JsonObject batch = upload(text.toString(), "/api/v1/upload/csv").json();
    assertThat(batch.getString("features")).isEqualTo("unsw-nb15");
    assertThat(batch.getLong("rows")).isEqualTo(5_000);
    assertThat(count("batch IS NOT NULL")).isEqualTo(5_000);
    assertThat(batch.getLong("alarms")).isEqualTo(5 * 899);
  }

  @Test
  void upload_fileOfNoTableOrNoFile_isRefused() {
    Answer unknown = upload("colour,size\nred,1\n", "/api/v1/upload/csv");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.json().getString("detail")).contains("none of its 2 columns");
    assertThat(upload("src_bytes,colour\n1,2\n", "/api/v1/upload/csv").json().getString("detail"))
        .contains("service: missing", "colour: unknown");
    assertThat(send("/api/v1/upload/csv", "{}").status()).isEqualTo(415);
    assertThat(count("true")).isZero();
  }

  @Test
  void upload_twoFiles_areRefused() {
    String two = """
        src_bytes,service
        1,a
        \r
        --edge\r
        Content-Disposition: form-data; name="more"; filename="more.csv"\r
        \r
        src_bytes,service
        2,b
        """;
    Answer answer = upload(two, "/api/v1/upload/csv");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().getString("detail"))
        .isEqualTo("file: 2 files (expected: one file in the form)");
    assertThat(count("true")).isZero();
  }

  @Test
  void upload_fieldAboveItsSize_isTooLarge() {
    String field = "--edge\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
        + "x".repeat(20_000) + "\r\n";
    String file = """
        --edge
        Content-Disposition: form-data; name="file"; filename="a.csv"
        Content-Type: text/csv

        src_bytes,service
        1,a
        """.replace("\n", "\r\n");
    for (String form : List.of(field + file, file + field)) {
      Answer answer = sendForm("multipart/form-data; boundary=edge", form + "--edge--\r\n");
      assertThat(answer.status()).as(answer.body()).isEqualTo(413);
      assertThat(answer.json().getString("type")).isEqualTo("/docs#problem-too-large");
    }
    assertThat(count("true")).isZero();
  }

  @Test
  void upload_formThatIsNone_isRefused() {
    String unnamed = "--edge\r\nContent-Disposition: form-data\r\n\r\nx\r\n--edge--\r\n";
    assertThat(sendForm("multipart/form-data; boundary=edge", unnamed).status()).isEqualTo(400);
    assertThat(sendForm("multipart/form-database; boundary=edge", unnamed).status())
        .isEqualTo(415);
  }

  @Test
  void views_afterVerdicts_countAndList() {
    server.post("/predict", record(500));
    server.post("/predict", record(1));
    upload("src_bytes,service\nmany,a\n", "/api/v1/upload/csv");

    assertThat(server.get("/api/v1/predictions/recent").items()).hasSize(3);
    assertThat(server.get("/api/v1/predictions/threats").items()).hasSize(1);
    JsonObject stats = server.get("/api/v1/predictions/stats?window=1h").json();
    assertThat(stats.getLong("records")).isEqualTo(3);
    assertThat(stats.getLong("alarms")).isEqualTo(1);
    assertThat(stats.getLong("failed")).isEqualTo(1);
    assertThat(stats.getLong("normal")).isEqualTo(1);
    assertThat(stats.getJsonObject("by_origin").getLong("upload")).isEqualTo(1);
    assertThat(server.get("/api/v1/predictions/attacks").items().getFirst().getString("label"))
        .isEqualTo("attack");
    assertThat(server.get("/api/v1/predictions/actions").items().getFirst().getString("action"))
        .isNotBlank();
    assertThat(server.get("/api/v1/predictions/recent?origin=asked").items()).hasSize(2);
    assertThat(server.get("/api/v1/predictions/recent?origin=nowhere").status()).isEqualTo(400);
  }

  @Test
  void testTraffic_singleAndStream_isJudgedAndStoredAsATest() {
    Answer single = server.post("/api/v1/test/send-single", new JsonObject());
    assertThat(single.json().getString("label")).isIn("normal", "attack");
    Answer stream = server.post(
        "/api/v1/test/start-stream?features=unsw-nb15&records=30&rate=1000", new JsonObject());
    assertThat(stream.json().getInteger("records")).isEqualTo(30);
    long until = System.nanoTime() + 20_000_000_000L;
    while (count("origin = 'test'") < 31 && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(count("origin = 'test'")).isEqualTo(31);
  }

  @Test
  void testStream_fifthAtATime_isRefusedUntilOneIsOver() {
    String slow = "/api/v1/test/start-stream?records=20&rate=10";
    for (int i = 0; i < 4; i++) {
      assertThat(server.post(slow, new JsonObject()).status()).isEqualTo(200);
    }
    Answer fifth = server.post(slow, new JsonObject());
    assertThat(fifth.status()).isEqualTo(409);
    assertThat(fifth.json().getString("detail"))
        .isEqualTo("Test streams: 4 are running (expected: fewer before another begins).");
    long until = System.nanoTime() + 20_000_000_000L;
    while (count("origin = 'test'") < 80 && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(count("origin = 'test'")).isEqualTo(80);
    Answer after = server.post("/api/v1/test/start-stream?records=1", new JsonObject());
    while (after.status() == 409 && System.nanoTime() < until) {
      after = server.post("/api/v1/test/start-stream?records=1", new JsonObject());
    }
    assertThat(after.status()).isEqualTo(200);
    while (count("origin = 'test'") < 81 && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(count("origin = 'test'")).isEqualTo(81);
  }

  @Test
  void alertTest_always_waitsToBeToldAndIsNoIncident() {
    Answer answer = server.post("/alert-test?site=plant", new JsonObject());
    assertThat(answer.status()).isEqualTo(200);
    byte[] bytes = server.sql("SELECT bytes FROM incident_outbox").getBuffer(0).getBytes();
    AlertRaised alert = (AlertRaised) new EventCodec().decode(bytes);
    assertThat(alert.eventId().toString()).isEqualTo(answer.json().getString("alert"));
    assertThat(alert.incident().level()).isEqualTo(SeverityLevel.INFO);
    assertThat(alert.incident().summary()).contains("Test alert");
    assertThat(server.sql("SELECT count(*) FROM incidents").getLong(0)).isZero();
  }

  @Test
  void openApi_always_describesTheScoringPaths() {
    JsonObject paths = server.get("/openapi.json").json().getJsonObject("paths");
    assertThat(paths.fieldNames())
        .contains(
            "/predict",
            "/api/v1/predict",
            "/api/v1/upload/csv",
            "/api/v1/upload/batches",
            "/api/v1/upload/batch/{id}",
            "/api/v1/predictions/recent",
            "/api/v1/test/start-stream",
            "/alert-test");
  }

  private static JsonObject record(int bytes) {
    return new JsonObject().put("src_bytes", bytes).put("service", "a").put("same_srv_rate", 0.5);
  }

  private static long count(String condition) {
    return server.sql("SELECT count(*) FROM scored_records WHERE " + condition).getLong(0);
  }

  private static Answer send(String path, String body) {
    return server.ask(
        HttpMethod.POST,
        path,
        Map.of("Authorization", "Bearer " + TestServer.TOKEN, "Content-Type", "application/json"),
        body);
  }

  private static Answer upload(String text, String path) {
    String body =
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"rows.csv\"\r\n"
            + "Content-Type: text/csv\r\n\r\n" + text + "\r\n--edge--\r\n";
    return sendForm(path, "multipart/form-data; boundary=edge", body);
  }

  private static Answer sendForm(String type, String body) {
    return sendForm("/api/v1/upload/csv", type, body);
  }

  private static Answer sendForm(String path, String type, String body) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + TestServer.TOKEN);
    headers.put("Content-Type", type);
    headers.put("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
    return server.ask(HttpMethod.POST, path, headers, body);
  }
}
