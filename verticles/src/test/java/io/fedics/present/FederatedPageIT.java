package io.fedics.present;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.fedics.present.ConsoleBrowser.assertAccessible;
import static io.fedics.present.ConsoleBrowser.assertNotWiderThanTheScreen;
import static io.fedics.present.ConsoleBrowser.photograph;
import static io.fedics.present.ConsoleBrowser.registered;
import static io.fedics.present.ConsoleBrowser.rows;
import static io.fedics.present.ConsoleBrowser.settle;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of federated training in a real browser, on the real API and database; only the training itself is made up. */
@Timeout(180)
class FederatedPageIT extends RealPages {
  /** Where partitions of the tables are. */
  private static final Instant AT = recent();

  private static final String RUN = "run-1";
  private static final String HOSTILE = "<img src=x onerror=alert(1)>";
  private static final PrivacyFigure ATTESTED =
      new PrivacyFigure(1.234, "record", 1e-5, "rdp", 40, true);

  private long seq;

  private static Instant recent() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(600);
  }

  @BeforeEach
  void training() {
    server.sql("TRUNCATE fl_events, privacy_ledger, privacy_ledger_head");
    server.federation.state = Optional.of(state("training", 5, List.of("client-002")));
    server.federation.ledger = Optional.of(new JsonObject().put("rows", 3).put("valid", true));
    seq = 0;
  }

  private static JsonObject state(String phase, int next, List<String> awaited) {
    return new JsonObject()
        .put("run", RUN)
        .put("listening", "127.0.0.1:9093")
        .put("round", next - 1)
        .put("rounds", 20)
        .put("strategy", "FedAvg")
        .put("trigger", "api")
        .put("phase", phase)
        .put("next_round", next)
        .put("asked", awaited.isEmpty() ? 0 : 2)
        .put("awaited", new JsonArray(awaited))
        .put("min_clients", 2)
        .put("min_fit", 1)
        .put("present", new JsonArray().add("client-001").add("client-002"))
        .put("stopped", null)
        .put("dp", "client")
        .put("budget_epsilon", 4.0)
        .put("delta", 1e-5);
  }

  private void stored() {
    List<FlEvent> events = new ArrayList<>();
    events.add(
        new ClientJoined(id(), FlEvent.SITE, at(), "s", seq, RUN, "client-001", "127.0.0.1:5001"));
    events.add(
        new ClientJoined(id(), FlEvent.SITE, at(), "s", seq, RUN, "client-002", "127.0.0.1:5002"));
    for (int round = 1; round <= 4; round++) {
      events.add(round(round, round == 4 ? Map.of("client-003", "tensor-value: NaN") : Map.of()));
      events.add(reported(round, "client-001", "north", ATTESTED));
      events.add(reported(round, "client-002", HOSTILE, null));
      events.add(new InfluenceReported(
          id(), FlEvent.SITE, at(), "s", seq, RUN, round, "client-002", 4, 1, 0, 1.75, 4.2, true));
    }
    events.add(new ClientRefused(
        id(),
        FlEvent.SITE,
        at(),
        "s",
        seq,
        RUN,
        "client-003",
        "tensor-value",
        "tensor-value: NaN",
        1,
        false));
    events.add(new ClientLost(
        id(), FlEvent.SITE, at(), "s", seq, RUN, "client-003", "refused", "tensor-value: NaN"));
    server.store(Topic.FL_EVENTS, events);
    server.sql("INSERT INTO privacy_ledger (number, line) SELECT n, format('"
        + "{\"row\":%s,\"site\":\"federation\",\"run\":\"run-1\",\"round\":%s,\"unit\":\"client\",\"mechanism\":\"clipped mean\","
        + "\"sampling_rate\":1.0,\"noise_multiplier\":4.0,\"steps\":1,\"delta\":1.0E-5,\"accountant\":\"rdp\",\"epsilon\":3.7%s1,"
        + "\"previous\":\"00\",\"hash\":\"ab%s\"}', n, n, n, n) FROM generate_series(1, 3) n");
  }

  private UUID id() {
    return EventId.of("federation-page", ++seq);
  }

  private Instant at() {
    return AT.plusSeconds(seq);
  }

  private RoundCompleted round(int round, Map<String, String> refused) {
    return new RoundCompleted(
        id(),
        FlEvent.SITE,
        at(),
        "s",
        seq,
        RUN,
        round,
        2,
        List.of("client-001", "client-002"),
        12_000,
        List.of(),
        Map.of(),
        refused,
        0.5 / round,
        Map.of("accuracy", 1 - 0.1 / round),
        new PrivacyFigure(0.5 * round, "client", 1e-5, "rdp", round, false),
        "FedAvg",
        "00ff00ff00ff00ff");
  }

  private ClientReported reported(
      int round, String client, String site, @Nullable PrivacyFigure privacy) {
    return new ClientReported(
        id(), FlEvent.SITE, at(), "s", seq, RUN, round, client, 6_000, site, privacy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIGHT", "DARK"})
  void page_withATraining_isAccessibleInBothThemes(String theme) throws Exception {
    stored();
    Page page = signedIn(ColorScheme.valueOf(theme));
    open(page, "#/federated");
    settle(page);
    photograph(page, "federated-" + theme);

    assertAccessible(page, "federated " + theme);
    for (int width : List.of(390, 900, 1280, 1920)) {
      assertNotWiderThanTheScreen(page, "federated", width);
    }
    page.setViewportSize(390, 844);
    photograph(page, "federated-phone-" + theme);
  }

  @Test
  void longerTexts_onAPhone_neitherOverflowNorStayUntranslated() {
    stored();
    Page page = signedIn(ColorScheme.LIGHT);
    page.addInitScript(
        "if (location.protocol === 'http:') localStorage.setItem('fedics.language', 'xx')");
    open(page, "#/federated");
    assertNotWiderThanTheScreen(page, "federated", 390);
    assertThat(page.locator("h1, h2, th button, label > span, dt").allTextContents())
        .filteredOn(text -> !text.isBlank())
        .allMatch(text -> text.contains("~"), "from the texts");
  }

  @Test
  void round_underWay_saysWhatItWaitsFor() {
    stored();
    Page page = signedIn(ColorScheme.LIGHT);
    open(page, "#/federated");

    assertThat(page.getByTestId("round-number")).hasText("5");
    assertThat(page.getByTestId("phases")).hasAttribute("data-phase", "training");
    assertThat(page.locator(".phase-now")).containsText("1 of 2 answered");
    assertThat(page.getByTestId("waits-for")).hasText(HOSTILE);
    assertThat(page.locator("img")).hasCount(0);
  }

  @Test
  void clients_whoCame_showReportInfluenceSuspicionAndRefusals() {
    stored();
    Page page = signedIn(ColorScheme.LIGHT);
    open(page, "#/federated");

    Locator suspect = page.locator("[data-testid=client-card][data-id=client-002]");
    assertThat(suspect).hasAttribute("data-status", "suspect");
    assertThat(suspect.getByTestId("card-influence")).hasText("1.75");
    assertThat(suspect.getByTestId("card-suspicion")).hasText("4.20");
    assertThat(suspect.getByTestId("card-privacy")).hasText("Privacy unknown: it attests none.");
    Locator north = page.locator("[data-testid=client-card][data-id=client-001]");
    assertThat(north.locator("h3")).hasText("north");
    assertThat(north.getByTestId("card-privacy"))
        .hasText("Attests ε 1.24 for one record of a site, δ 1e-5, RDP accountant, 40 steps");
    Locator refused = page.locator("[data-testid=client-card][data-id=client-003]");
    assertThat(refused).hasAttribute("data-status", "refused");
    assertThat(refused.getByTestId("card-refusals")).hasText("1");
    assertThat(refused.getByTestId("card-reason")).hasText("tensor-value: NaN");
    assertThat(page.locator("[data-testid=part-row][data-id=client-003] td").last())
        .hasAttribute("data-part", "refused");
  }

  @Test
  void rounds_finished_areInTableAndChartByTheChosenFigure() {
    stored();
    Page page = signedIn(ColorScheme.LIGHT);
    open(page, "#/federated");

    assertThat(rows(page, "round-row")).hasCount(4);
    assertThat(rows(page, "round-row").first())
        .containsText("ε 2.00 for a whole site, δ 1e-5, RDP accountant, 4 steps");
    assertThat(page.getByTestId("chart-accuracy"))
        .hasAttribute("aria-label", Pattern.compile("Loss, 4 rounds: 0.125 in round 4"));
    page.getByTestId("filter-metric").selectOption("accuracy");
    assertThat(page.getByTestId("chart-accuracy"))
        .hasAttribute("aria-label", Pattern.compile("accuracy, 4 rounds: 0.975 in round 4"));
    page.reload();
    assertThat(page.getByTestId("filter-metric")).hasValue("accuracy");
  }

  @Test
  void privacy_spent_hasUnitDeltaAccountantStepsAndWhatIsLeft() {
    stored();
    Page page = signedIn(ColorScheme.LIGHT);
    open(page, "#/federated");

    Locator account = page.locator("[data-testid=account-row][data-id='federation/client']");
    assertThat(account.getByTestId("account-spent"))
        .hasText("ε 3.74 for a whole site, δ 1e-5, RDP accountant, 3 steps");
    assertThat(account.getByTestId("budget")).hasText("budget low: ε 0.26 of 4.00 left");
    assertThat(page.getByTestId("few-sites")).isVisible();
    assertThat(rows(page, "attested-row")).hasCount(1);
    assertThat(rows(page, "unattested-row")).hasCount(1);
    assertThat(page.locator("[data-testid=unattested-row][data-id=client-002]"))
        .containsText("unknown");
    assertThat(rows(page, "ledger-row")).hasCount(3);
    assertThat(page.getByTestId("ledger-check")).hasText("chain verified, 3 rows");
  }

  @Test
  void ledger_changedRow_isNamed() {
    stored();
    server.sql("UPDATE privacy_ledger SET line = 'x' || line WHERE number = 2");
    server.federation.ledger =
        Optional.of(new JsonObject().put("rows", 3).put("valid", false).put("first_bad_row", 2));
    Page page = signedIn(ColorScheme.LIGHT);
    open(page, "#/federated");

    assertThat(page.getByTestId("ledger-check")).hasText("chain broken at row 2");
    assertThat(page.getByTestId("ledger-check")).hasAttribute("data-valid", "false");
    assertThat(page.locator("[data-testid=ledger-row][data-id='2']"))
        .containsText("cannot be read any more");
    // Figures of a ledger that cannot be read are not shown.
    assertThat(page.getByTestId("panel-privacy")).hasAttribute("data-state", "error");
    assertThat(page.getByTestId("panel-privacy"))
        .containsText("1 row of the ledger cannot be read any more");
    assertThat(rows(page, "attested-row")).hasCount(1); // what sites attest is not of the ledger
    assertAccessible(page, "broken ledger");
  }

  @Test
  void empty_noClientYet_saysHowToStartOne() {
    Page page = signedIn(ColorScheme.DARK);
    open(page, "#/federated");

    assertThat(page.getByTestId("panel-clients")).hasAttribute("data-state", "empty");
    assertThat(page.getByTestId("panel-clients"))
        .containsText("./fedics fl client --server 127.0.0.1:9093 --site NAME --data FILE");
    assertAccessible(page, "federated empty");
  }

  @Test
  void empty_noTrainingHere_saysSoAndOffersNoRound() {
    server.federation.state = Optional.empty();
    Page page = signedIn(ColorScheme.LIGHT);
    open(page, "#/federated");

    assertThat(page.getByTestId("no-training")).containsText("./fedics up");
    assertThat(page.getByTestId("action-trigger")).hasCount(0);
    assertAccessible(page, "no training");
  }

  @Test
  void trigger_byKeyboard_asksFirstAndTellsTheOutcome() {
    stored();
    Page page = signedIn(ColorScheme.LIGHT);
    open(page, "#/federated");

    page.getByTestId("action-trigger").focus();
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("dialog-trigger"))
        .containsText("charged to the ledger for a whole site at δ 1e-5; budget ε 4.00");
    assertAccessible(page, "trigger");
    page.keyboard().press("Escape");
    assertThat(page.getByTestId("dialog-trigger")).hasCount(0);
    assertThat(page.getByTestId("toast")).hasCount(0);

    page.getByTestId("action-trigger").click();
    page.getByTestId("dialog-confirm").click();
    assertThat(page.getByTestId("toast")).containsText("waits for 1 more client");
  }

  @Test
  void trigger_trainingOver_isOffWithTheReason() {
    stored();
    JsonObject over =
        state("over", 4, List.of()).put("stopped", "epsilon 4.1 (expected: at most 4)");
    server.federation.state = Optional.of(over);
    Page page = signedIn(ColorScheme.LIGHT);
    open(page, "#/federated");

    assertThat(page.getByTestId("action-trigger")).hasAttribute("aria-disabled", "true");
    assertThat(page.getByTestId("waits-for")).hasText("epsilon 4.1 (expected: at most 4)");
    page.getByTestId("action-trigger").click(new Locator.ClickOptions().setForce(true));
    assertThat(page.getByTestId("dialog-trigger")).hasCount(0);
  }

  @Test
  void live_roundAndPhase_comeWithoutReload() {
    stored();
    Page page = signedIn(ColorScheme.LIGHT);
    open(page, "#/federated");
    registered(page);

    server.federation.state = Optional.of(state("judging", 5, List.of("client-001")));
    assertThat(page.getByTestId("phases")).hasAttribute("data-phase", "judging");
    assertThat(page.getByTestId("waits-for")).hasText("north");

    RoundCompleted fifth = round(5, Map.of());
    server.store(Topic.FL_EVENTS, List.of(fifth));
    server.happens(fifth);
    assertThat(rows(page, "round-row")).hasCount(5);
    assertThat(rows(page, "round-row").first())
        .hasAttribute("data-id", fifth.eventId().toString());
  }

  @Test
  void live_roundsCannotBeRead_framesDoNotSayThereAreNone() {
    stored();
    Page page = signedIn(ColorScheme.LIGHT);
    List<Route> waiting = new CopyOnWriteArrayList<>();
    var refused = new AtomicBoolean();
    page.route("**/api/v1/fl/**", route -> {
      if (refused.get()) {
        route.abort();
      } else {
        waiting.add(route);
      }
    });
    page.navigate(server.url() + "#/federated");
    registered(page);
    assertThat(page.getByTestId("round-number")).hasText("5"); // by frame

    for (String panel : List.of("panel-clients", "panel-parts", "panel-accuracy", "panel-rounds")) {
      assertThat(page.getByTestId(panel)).hasAttribute("data-state", "loading");
    }
    refused.set(true);
    waiting.forEach(Route::abort);
    assertThat(page.getByTestId("panel-round")).hasAttribute("data-state", "error");
    assertThat(page.getByTestId("panel-clients")).hasAttribute("data-state", "error");
    assertThat(page.getByTestId("panel-rounds")).hasAttribute("data-state", "error");
    page.unroute("**/api/v1/fl/**");
    page.getByTestId("panel-round").getByTestId("action-retry").click();
    assertThat(rows(page, "round-row")).hasCount(4);
    assertThat(page.getByTestId("client-card")).hasCount(3);
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void events_ofOneKind_areFiltered() {
    stored();
    Page page = signedIn(ColorScheme.LIGHT);
    open(page, "#/federated");
    assertThat(rows(page, "fl-event-row")).hasCount(20);

    page.getByTestId("filter-kind").selectOption("client-refused");

    assertThat(rows(page, "fl-event-row")).hasCount(1);
    assertThat(rows(page, "fl-event-row").first()).containsText("tensor-value: NaN (1 so far)");
  }
}
