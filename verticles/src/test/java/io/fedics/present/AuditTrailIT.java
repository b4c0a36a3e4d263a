package io.fedics.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.privacy.ledger.LedgerVerdict;
import io.fedics.persist.Samples;
import io.fedics.present.audit.AuditTrail;
import io.fedics.present.audit.AuditedStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decisions through the API, their chain in a real PostgreSQL, and somebody who edits it there. */
class AuditTrailIT {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** The key of a database that was emptied begins anew. */
  @BeforeEach
  void begin() {
    server.sql(
        "TRUNCATE incidents, incident_history, incident_outbox, audit_trail, audit_trail_head");
    server.await(() -> trail(server.keys).store());
    server.storeIncidents(List.of(Samples.raised("a", 1, 0.8)));
  }

  private static AuditTrail trail(Path keys) {
    return new AuditTrail(server.vertx, server.pool, keys);
  }

  private static LedgerVerdict verify() {
    return AuditTrail.verify(server.vertx, server.pool, server.keys);
  }

  private static String path() {
    return "/api/v1/incidents/" + PresentIT.incidentId(1);
  }

  private static int note(String text) {
    return server.post(path() + "/notes", new JsonObject().put("note", text)).status();
  }

  private static JsonObject row(int number) {
    return new JsonObject(
        server.sql("SELECT line FROM audit_trail WHERE number = " + number).getString(0));
  }

  @Test
  void decisions_ofPeople_areRowsOfTheTrailAndRefusedOnesAreNot() {
    assertThat(note("a backup? \"é\" 🙂 \\")).isEqualTo(200);
    assertThat(server.post(path() + "/reopen", new JsonObject()).status()).isEqualTo(409);
    assertThat(server
            .post(path() + "/assign", new JsonObject().put("assignee", "kim"))
            .status())
        .isEqualTo(200);

    assertThat(verify()).isEqualTo(LedgerVerdict.good(3, Optional.empty()));
    assertThat(row(2).getString("by")).isEqualTo("admin");
    assertThat(row(2).getString("what")).isEqualTo("note");
    assertThat(row(2).getString("on")).isEqualTo("incident " + PresentIT.incidentId(1));
    assertThat(row(2).getJsonObject("details").getString("note"))
        .isEqualTo("a backup? \"é\" 🙂 \\");
    assertThat(row(3).getJsonObject("details").getString("note")).isEqualTo("assigned to kim");
  }

  @Test
  void decision_repeatedWithItsKey_isOneRow() {
    Map<String, String> headers = Map.of(
        "Authorization", "Bearer " + TestServer.TOKEN,
        "Idempotency-Key", "once",
        "Content-Type", "application/json");
    for (int time = 0; time < 2; time++) {
      server.ask(HttpMethod.POST, path() + "/notes", headers, "{\"note\":\"once\"}");
    }
    assertThat(verify().rows()).isEqualTo(2);
  }

  /** The second process has connections and a memory of its own, and a copy of the key. */
  @Test
  void notes_fortyAtOnceOfTwoProcesses_areOneChain() {
    var other = new CommandStore(
        new AuditedStore(server.history(Duration.ofSeconds(20)), trail(server.keys)),
        Clock.systemUTC());
    Map<String, String> token =
        Map.of("Authorization", "Bearer " + TestServer.TOKEN, "Content-Type", "application/json");
    server.await(() -> {
      List<Future<?>> notes = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        notes.add(other.run(noteOf("n" + i)));
        notes.add(server
            .request(HttpMethod.POST, path() + "/notes", token, "{\"note\":\"m" + i + "\"}")
            .map(answer -> {
              assertThat(answer.status()).isEqualTo(200);
              return answer;
            }));
      }
      return Future.all(notes);
    });
    assertThat(verify()).isEqualTo(LedgerVerdict.good(41, Optional.empty()));
  }

  /** Four notes, rows 2 to 5. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          UPDATE audit_trail SET line = replace(line, 'n2', 'n7') WHERE number = 3 | 3 | its hash is not that of its fields
          UPDATE audit_trail SET line = replace(line, '"by":"admin"', '"by":"bdmin"') WHERE number = 4 | 4 | its hash is not that of its fields
          DELETE FROM audit_trail WHERE number = 3 | 3 | it says it is row 4
          DELETE FROM audit_trail WHERE number = 5 | 5 | it is missing: the signed head counts 5 rows
          UPDATE audit_trail a SET line = b.line FROM audit_trail b WHERE (a.number, b.number) IN ((3, 4), (4, 3)) | 3 | it says it is row 4
          DELETE FROM audit_trail_head | -1 | there is no signed head
          UPDATE audit_trail_head SET head = replace(head, '"rows":5', '"rows":4') | -1 | there is no signed head
          UPDATE incident_history SET note = 'n7' WHERE note = 'n3' | 4 | says something else
          UPDATE incident_history SET by = 'kim' WHERE note = 'n3' | 4 | says something else
          UPDATE incident_history SET at = 'infinity' WHERE note = 'n3' | 4 | says something else
          DELETE FROM incident_history WHERE note = 'n4' | 5 | is gone
          INSERT INTO incident_history (incident_id, by, action, status) SELECT id, 'kim', 'resolve', 'resolved' FROM incidents | -1 | is in no row of the trail
          """)
  void verify_whatSomebodyChanged_isFoundAndNamed(String change, long row, String detail) {
    for (int i = 1; i <= 4; i++) {
      assertThat(note("n" + i)).isEqualTo(200);
    }
    assertThat(verify().isValid()).isTrue();
    server.sql(change);

    LedgerVerdict verdict = verify();
    assertThat(verdict.isValid()).isFalse();
    assertThat(verdict.firstBadRow().orElse(-1)).isEqualTo(row);
    assertThat(verdict.detail().orElseThrow()).endsWith(detail);
  }

  @Test
  void verify_newestRowGoneAndMoreDecided_isStillFound() {
    assertThat(note("one")).isEqualTo(200);
    assertThat(note("two")).isEqualTo(200);
    server.sql("DELETE FROM audit_trail WHERE number = 3");
    assertThat(note("three")).isEqualTo(200);
    assertThat(verify().firstBadRow()).hasValue(3);
  }

  @Test
  void verify_keyGone_isFound() throws IOException {
    assertThat(note("one")).isEqualTo(200);
    Path key = server.keys.resolve(AuditTrail.KEY);
    byte[] kept = Files.readAllBytes(key);
    Files.delete(key);
    LedgerVerdict verdict = verify();
    Files.write(key, kept);
    assertThat(verdict.isValid()).isFalse();
    assertThat(verdict.rows()).isEqualTo(2);
    assertThat(verdict.detail().orElseThrow()).contains("audit-trail.key is missing");
  }

  @Test
  void decision_headGone_isRefusedAndDidNotHappen() {
    server.sql("DELETE FROM audit_trail_head");
    TestServer.Answer answer = server.post(path() + "/acknowledge", new JsonObject());
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().getString("detail"))
        .isEqualTo("audit trail: there is no signed head (expected: as it was written).");
    assertThat(server.get(path()).json().getString("status")).isEqualTo("new");
    assertThatThrownBy(() -> server.await(() -> trail(server.keys).store()))
        .hasMessageContaining("there is no signed head"); // nor does a new start begin anew
  }

  @Test
  void decision_rowInItsPlace_isRefused() {
    server.sql("INSERT INTO audit_trail (number, line) VALUES (2, '{}')");
    TestServer.Answer answer = server.post(path() + "/acknowledge", new JsonObject());
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().getString("detail"))
        .contains("a row behind the signed head: it is not the text of a row");
  }

  @Test
  void decision_ofAProcessWithoutTheKey_isAddedUnsignedAndSignedWithTheNext(@TempDir Path other) {
    var elsewhere = new CommandStore(
        new AuditedStore(server.history(Duration.ofSeconds(20)), trail(other)), Clock.systemUTC());
    assertThat(note("one")).isEqualTo(200);
    server.await(() -> elsewhere.run(noteOf("two")));
    server.await(() -> elsewhere.run(noteOf("three")));

    assertThat(verify())
        .isEqualTo(LedgerVerdict.good(
            4, Optional.of("rows 3 to 4 are not signed yet: added by a process without the key")));
    assertThat(AuditTrail.verify(server.vertx, server.pool, other).isValid()).isFalse();
    assertThat(other.resolve(AuditTrail.KEY)).doesNotExist();

    assertThat(note("four")).isEqualTo(200);
    assertThat(verify()).isEqualTo(LedgerVerdict.good(5, Optional.empty()));
  }

  private static CommandStore.Command noteOf(String text) {
    return new CommandStore.Command(
        UUID.fromString(PresentIT.incidentId(1)),
        CommandStore.Action.NOTE,
        "kim",
        text,
        null,
        null,
        null);
  }

  @Test
  void store_firstOfAll_countsWhatWasDecidedBefore(@TempDir Path other) {
    server.sql("TRUNCATE audit_trail, audit_trail_head");
    server.sql("INSERT INTO incident_history (incident_id, by, action, status)"
        + " SELECT id, 'kim', 'acknowledge', 'acknowledged' FROM incidents");
    server.await(() -> trail(other).store());

    assertThat(row(1).getString("what")).isEqualTo("begin");
    assertThat(row(1).getJsonObject("details").getInteger("rows_before")).isEqualTo(1);
    assertThat(AuditTrail.verify(server.vertx, server.pool, other).isValid()).isTrue();
    assertThat(Files.exists(other.resolve(AuditTrail.KEY + ".unused"))).isFalse();
  }

  @Test
  void verify_nothingBegun_isValid(@TempDir Path other) {
    server.sql("TRUNCATE audit_trail, audit_trail_head");
    LedgerVerdict verdict = AuditTrail.verify(server.vertx, server.pool, other);
    assertThat(verdict.isValid()).isTrue();
    assertThat(verdict.rows()).isZero();
  }
}
