package io.fedics.present;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.ClientJoined;
import io.fedics.shared.event.ClientLost;
import io.fedics.shared.event.ClientRefused;
import io.fedics.shared.event.ClientReported;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlEvent;
import io.fedics.shared.event.InfluenceReported;
import io.fedics.shared.event.PrivacyFigure;
import io.fedics.shared.event.RoundCompleted;
import io.fedics.shared.topic.Topic;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events of a training in, API out, on the real database. */
class FederationApiIT {
  /** Where partitions of the tables are. */
  private static final Instant AT = recent();

  private static final PrivacyFigure SPENT = new PrivacyFigure(1.5, "record", 1e-5, "rdp", 3, true);
  private static TestServer server;

  private static Instant recent() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void training() {
    server.sql("TRUNCATE fl_events, privacy_ledger, privacy_ledger_head");
    List<FlEvent> events = List.of(
        new ClientJoined(id(1), FlEvent.SITE, AT, "s", 1, "run-1", "north", "127.0.0.1:1"),
        round(2, 1),
        round(3, 2),
        new ClientReported(
            id(4), FlEvent.SITE, AT.plusSeconds(4), "s", 4, "run-1", 2, "north", 100, "n", SPENT),
        new InfluenceReported(
            id(5),
            FlEvent.SITE,
            AT.plusSeconds(5),
            "s",
            5,
            "run-1",
            2,
            "north",
            4,
            1,
            0,
            0.5,
            3.75,
            true),
        new ClientRefused(
            id(6),
            FlEvent.SITE,
            AT.plusSeconds(6),
            "s",
            6,
            "run-1",
            "north",
            "tensor-value",
            "tensor-value: NaN",
            1,
            false),
        new ClientLost(
            id(7), FlEvent.SITE, AT.plusSeconds(7), "s", 7, "run-1", "north", "refused", "NaN"));
    server.store(Topic.FL_EVENTS, events);
    server.store(Topic.FL_EVENTS, events); // a repeat changes nothing
  }

  private static UUID id(int number) {
    return EventId.of("federation", number);
  }

  private static RoundCompleted round(int seq, int round) {
    return new RoundCompleted(
        id(seq),
        FlEvent.SITE,
        AT.plusSeconds(seq),
        "s",
        seq,
        "run-1",
        round,
        1,
        List.of("north"),
        100,
        List.of(),
        Map.of(),
        Map.of(),
        0.5,
        Map.of("accuracy", 0.9),
        SPENT,
        "FedAvg",
        "00ff");
  }

  @Test
  void rounds_stored_areListedNewestFirst() {
    TestServer.Answer answer = server.get("/api/v1/fl/rounds");
    assertThat(answer.items()).extracting(item -> item.getInteger("round")).containsExactly(2, 1);
    assertThat(answer.items().getFirst().getJsonObject("privacy").getString("unit"))
        .isEqualTo("record");
    assertThat(server.get("/api/v1/fl/rounds?run=other").items()).isEmpty();
  }

  @Test
  void round_stored_hasWhatItsClientsSaid() {
    JsonObject round = server.get("/api/v1/fl/rounds/2").json();
    assertThat(round.getJsonArray("reports").getJsonObject(0).getString("told_site"))
        .isEqualTo("n");
    assertThat(round.getJsonArray("influences").getJsonObject(0).getDouble("suspicion"))
        .isEqualTo(3.75);
    assertThat(server.get("/api/v1/fl/rounds/9").status()).isEqualTo(404);
    assertThat(server.get("/api/v1/fl/rounds/two").status()).isEqualTo(400);
  }

  @Test
  void clients_whoCame_areToldWithReasonAndSuspicion() {
    JsonObject client = server.get("/api/v1/fl/clients").items().getFirst();
    assertThat(client.getString("client")).isEqualTo("north");
    assertThat(client.getInteger("refusals")).isEqualTo(1);
    assertThat(client.getBoolean("present")).isFalse();
    assertThat(client.getBoolean("suspect")).isTrue();
    assertThat(client.getString("reason")).isEqualTo("NaN");
    assertThat(client.getJsonObject("privacy").getDouble("epsilon")).isEqualTo(1.5);
  }

  @Test
  void privacy_nothingChargedHere_tellsOnlyWhatSitesAttest() {
    JsonObject privacy = server.get("/api/v1/fl/privacy").json();
    assertThat(privacy.getJsonArray("spent")).isEmpty();
    assertThat(privacy.getValue("head")).isNull();
    JsonObject attested = privacy.getJsonArray("attested").getJsonObject(0);
    assertThat(attested.getBoolean("attested")).isTrue();
    assertThat(attested.getLong("steps")).isEqualTo(3);
    assertThat(attested.getDouble("delta")).isEqualTo(1e-5);
  }

  @Test
  void privacy_ofALedger_sumsStepsByAccountAndUnit() {
    server.sql("INSERT INTO privacy_ledger (number, line) SELECT n, format('"
        + "{\"row\":%s,\"site\":\"federation\",\"run\":\"r\",\"round\":%s,\"unit\":\"client\","
        + "\"mechanism\":\"m\",\"steps\":1,\"delta\":1.0E-5,\"accountant\":\"rdp\",\"epsilon\":0.%s}"
        + "', n, n, n) FROM generate_series(1, 3) n");
    JsonObject spent =
        server.get("/api/v1/fl/privacy").json().getJsonArray("spent").getJsonObject(0);
    assertThat(spent.getDouble("epsilon")).isEqualTo(0.3);
    assertThat(spent.getLong("steps")).isEqualTo(3);
    assertThat(spent.getString("unit")).isEqualTo("client");
    assertThat(spent.getValue("left")).isNull(); // no budget is known here
  }

  @Test
  void privacy_withARowMadeUnreadable_countsIt() {
    server.sql(
        "INSERT INTO privacy_ledger (number, line) VALUES"
            + " (1, '{\"row\":1,\"site\":\"a\",\"unit\":\"client\",\"steps\":2,\"epsilon\":0.1}'), (2, 'no JSON')");
    JsonObject privacy = server.get("/api/v1/fl/privacy").json();
    assertThat(privacy.getLong("unreadable_rows")).isEqualTo(1);
    assertThat(privacy.getJsonArray("spent").getJsonObject(0).getLong("steps")).isEqualTo(2);
  }

  @Test
  void ledger_rows_areListedAsStoredWithTheCheck() {
    server.sql("INSERT INTO privacy_ledger (number, line) VALUES"
        + " (1, '{\"row\":1,\"unit\":\"client\",\"epsilon\":0.1}'), (2, 'no JSON')");
    server.federation.ledger =
        Optional.of(new JsonObject().put("rows", 2).put("valid", false).put("first_bad_row", 2));
    JsonObject answer = server.get("/api/v1/fl/ledger").json();
    assertThat(answer.getJsonObject("check").getLong("first_bad_row")).isEqualTo(2);
    assertThat(answer.getJsonArray("items").getJsonObject(0).getBoolean("unreadable"))
        .isTrue();
    assertThat(answer.getJsonArray("items").getJsonObject(1).getString("unit")).isEqualTo("client");
    server.federation.ledger = Optional.empty();
    assertThat(server.get("/api/v1/fl/ledger?limit=1").json().getValue("check")).isNull();
    assertThat(server.get("/api/v1/fl/ledger?limit=1").items()).hasSize(1);
  }

  @Test
  void events_filtered_areFoundAndTheAliasIsAnArray() {
    assertThat(server.get("/api/v1/fl-events?kind=client-refused").items()).hasSize(1);
    assertThat(server.get("/api/v1/fl-events?round=2&client=north").items()).hasSize(2);
    assertThat(server.get("/fl-events?limit=5").array()).hasSize(5);
    assertThat(server.get("/api/v1/fl-events?kind=party").status()).isEqualTo(400);
  }

  @Test
  void trigger_noTrainingHere_isAConflict() {
    TestServer.Answer answer = server.post("/api/v1/fl/rounds/trigger", new JsonObject());
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().getString("detail"))
        .isEqualTo("the stage federate does not run in this process.");
  }

  @Test
  void trigger_isInTheAuditTrailAndARefusedOneIsNot() {
    int before = server
        .sql("SELECT count(*) FROM audit_trail WHERE line LIKE '%trigger%'")
        .getInteger(0);
    server.federation.state = Optional.of(new JsonObject()
        .put("run", "run-1")
        .put("phase", "waiting")
        .put("round", 2)
        .put("next_round", 3)
        .put("present", new io.vertx.core.json.JsonArray()));
    try {
      assertThat(server.post("/api/v1/fl/rounds/trigger", new JsonObject()).status())
          .isEqualTo(200);
    } finally {
      server.federation.state = Optional.empty();
    }
    assertThat(server.post("/api/v1/fl/rounds/trigger", new JsonObject()).status())
        .isEqualTo(409);

    assertThat(server
            .sql("SELECT count(*) FROM audit_trail WHERE line LIKE '%trigger%'")
            .getInteger(0))
        .isEqualTo(before + 1);
    JsonObject row = new JsonObject(
        server.sql("SELECT line FROM audit_trail ORDER BY number DESC LIMIT 1").getString(0));
    assertThat(row.getString("by")).isEqualTo("admin");
    assertThat(row.getJsonObject("details"))
        .isEqualTo(new JsonObject().put("run", "run-1").put("round", 3));
  }
}
