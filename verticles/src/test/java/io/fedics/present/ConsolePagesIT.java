package io.fedics.present;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.fedics.present.ConsoleBrowser.assertAccessible;
import static io.fedics.present.ConsoleBrowser.assertNotWiderThanTheScreen;
import static io.fedics.present.ConsoleBrowser.photograph;
import static io.fedics.present.ConsoleBrowser.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console in a real browser against {@link FakeConsole}: looks, keys, live rows, lost connections. */
@Timeout(180)
class ConsolePagesIT {
  private static final List<String> PAGES = List.of(
      "#/overview",
      "#/live?host=10.20.4.22",
      "#/incidents",
      "#/incidents/INCIDENT",
      "#/system",
      "#/welcome",
      "signin");

  private static Vertx vertx;
  private static ConsoleBrowser browser;

  private FakeConsole fake;

  @BeforeAll
  static void startBrowser() {
    browser = ConsoleBrowser.start();
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
      vertx.close().await();
    }
  }

  @BeforeEach
  void startServer() {
    fake = FakeConsole.start(vertx, 0);
  }

  @AfterEach
  void stopServer() {
    try {
      browser.endPages();
    } finally {
      fake.close();
    }
  }

  @Test
  void pureModules_inTheBrowser_pass() {
    Page page = browserPage(ColorScheme.LIGHT, 900, 900);

    page.navigate(fake.url() + "tests/index.html");

    assertThat(page.locator("body[data-failed]")).hasCount(1);
    assertThat(page.locator("body").textContent().strip()).isEmpty();
    assertThat(page.locator("body").getAttribute("data-failed")).isEqualTo("0");
    assertThat(Integer.parseInt(page.locator("body").getAttribute("data-passed")))
        .isGreaterThan(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIGHT", "DARK"})
  void pages_inBothThemes_areAccessible(String theme) throws Exception {
    Page page = browserPage(ColorScheme.valueOf(theme), 1440, 900);
    for (String name : PAGES) {
      open(page, name);
      settle(page);
      photograph(page, name.replaceAll("[^a-zA-Z]+", "-") + "-" + theme);

      assertAccessible(page, name + " " + theme);
    }
  }

  @Test
  void states_emptyErrorAndDisconnected_areAccessible() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    fake.setEmpty(true);
    for (String name : List.of("#/overview", "#/live", "#/incidents", "#/system")) {
      open(page, name);
      assertThat(page.locator(".panel[data-state=empty]").first()).isVisible();
      assertAccessible(page, name + " empty");
    }
    fake.setEmpty(false);
    fake.setFailing(true);
    open(page, "#/incidents");
    assertThat(page.getByText("Postgres does not answer.")).isVisible();
    assertAccessible(page, "incidents failing");
    fake.setFailing(false);
    page.getByTestId("action-retry").first().click();
    assertThat(page.getByTestId("incident-row").first()).isVisible();
    fake.cut();
    assertThat(page.getByTestId("banner-connection")).isVisible();
    assertAccessible(page, "incidents disconnected");
    fake.restore();
    page.getByTestId("action-try-now").click();

    live(page); // after this no failure of the cut connection is reported any more
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void pages_atAnyWidth_doNotScrollSideways() {
    Page page = browserPage(ColorScheme.LIGHT, 1280, 900);
    for (String name : PAGES) {
      open(page, name);
      for (int width : List.of(390, 900, 1280, 1920)) {
        assertNotWiderThanTheScreen(page, name, width);
      }
    }
  }

  @Test
  void longerTexts_onAPhone_neitherOverflowNorStayUntranslated() {
    Page page = browserPage(ColorScheme.LIGHT, 390, 844);
    page.addInitScript(
        "if (location.protocol === 'http:') localStorage.setItem('fedics.language', 'xx')");
    for (String name :
        List.of("#/overview", "#/live", "#/incidents", "#/incidents/INCIDENT", "#/system")) {
      open(page, name);

      assertThat((Integer) page.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
          .as(name)
          .isLessThanOrEqualTo(0);
      assertThat(page.locator("h1, h2, .nav-link .name, th button, .tile-name, label > span")
              .allTextContents())
          .filteredOn(text -> !text.isBlank())
          .allMatch(text -> text.contains("~") || text.contains("10."), "from the texts");
    }
  }

  @Test
  void overview_openIncidents_agreeWithTheList() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/overview");
    String medium = page.getByTestId("open-medium").locator("b").textContent();

    page.getByTestId("open-medium").click();

    assertThat(page.locator("[data-testid=page-incidents][data-state=ready]")).hasCount(1);
    assertThat(page.locator("[data-testid=page-incidents]").getAttribute("data-total"))
        .isEqualTo(medium);
    assertThat(page.locator("[data-testid=incident-row]").first()).containsText("Medium");
  }

  @Test
  void overview_criticalIncident_isFirstAtOnce() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/overview");
    live(page);

    JsonObject raised = fake.raise("10.9.9.9", "critical");

    assertThat(page.locator("[data-testid=panel-needs-attention] [data-testid=incident-row]")
            .first())
        .hasAttribute("data-id", raised.getString("id"));
  }

  @Test
  void overview_newIncidentBelowManyOfHigherSeverity_staysInTheList() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    for (int i = 0; i < 60; i++) {
      fake.raise("10.9.8." + i, "high");
    }
    open(page, "#/overview");
    live(page);

    // Less severe by number, as severe by word, and the newest.
    JsonObject raised = fake.raise("10.9.9.9", "high", 0.71);

    Locator first = page.locator("[data-testid=panel-needs-attention] [data-testid=incident-row]");
    assertThat(first).hasCount(5);
    assertThat(first.nth(1)).hasAttribute("data-id", raised.getString("id"));
    page.reload();
    assertThat(first.nth(1)).hasAttribute("data-id", raised.getString("id"));
  }

  @Test
  void overview_withoutData_showsDashesNeverZero() {
    fake.setEmpty(true);
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);

    open(page, "#/overview");

    assertThat(page.locator(".tile-value")).hasCount(6);
    assertThat(page.locator(".tile-value").allTextContents())
        .allMatch(text -> text.startsWith("–"));
  }

  @Test
  void overview_noWindowYet_saysWhyInsteadOfAnEmptyChart() {
    fake.setEmpty(true);
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);

    open(page, "#/overview");

    Locator windows = page.getByTestId("panel-windows");
    assertThat(windows).hasAttribute("data-state", "empty");
    assertThat(windows).containsText("The first verdicts follow the first flows");
    assertThat(page.getByTestId("chart-windows")).isHidden();
  }

  @Test
  void live_newFinding_comesOnTop() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/live");
    live(page);

    JsonObject row = fake.storeAndPush("10.7.7.7");

    assertThat(rows(page).first()).hasAttribute("data-id", row.getString("event_id"));
  }

  @Test
  void live_findingBeforeTheRegistration_isNotMissed() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    fake.holdRegistrations();
    open(page, "#/live");
    assertThat(rows(page).first()).isVisible();

    JsonObject row = fake.storeAndPush("10.7.7.9");
    assertThat(page.getByTestId("conn-state")).hasAttribute("data-registered", "false");
    fake.letRegister();

    assertThat(rows(page).first()).hasAttribute("data-id", row.getString("event_id"));
  }

  @Test
  void live_rowWithFocus_staysWhereItIs() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/live");
    live(page);
    rows(page).nth(2).focus();
    Locator focused = page.locator("tr:focus");
    String text = focused.textContent();
    double top = focused.boundingBox().y;

    fake.storeAndPush("10.7.7.1");
    fake.storeAndPush("10.7.7.2");

    assertThat(page.getByTestId("live-new")).hasAttribute("data-count", "2");
    assertThat(focused.textContent()).isEqualTo(text);
    assertThat(focused.boundingBox().y).isEqualTo(top);
    page.getByTestId("live-new").click();
    assertThat(rows(page).first()).containsText("10.7.7.2");
  }

  @Test
  void live_paused_keepsWhatIsDrawnAndCounts() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/live");
    live(page);
    page.keyboard().press("p");
    assertThat(page.getByTestId("conn-state")).hasAttribute("data-state", "paused");
    String first = rows(page).first().getAttribute("data-id");

    fake.storeAndPush("10.7.8.1");
    fake.storeAndPush("10.7.8.2");
    fake.storeAndPush("10.7.8.3");

    assertThat(page.getByTestId("live-new")).hasAttribute("data-count", "3");
    assertThat(page.getByTestId("pause")).containsText("3");
    assertThat(rows(page).first()).hasAttribute("data-id", first);
    page.keyboard().press("p");
    assertThat(rows(page).first()).containsText("10.7.8.3");
  }

  @Test
  void live_filterByDetector_holdsForFramesToo() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/live?det=lstm");
    live(page);

    fake.storeAndPush("10.7.9.1");
    fake.push(
        "live",
        "demo",
        fake.store("10.7.9.2").put("detector", "lstm").copy().put("kind", "anomaly"));

    assertThat(rows(page).first()).containsText("10.7.9.2");
    assertThat(
            page.locator("[data-testid=anomaly-row] td[data-column=detector]").allTextContents())
        .allMatch("LSTM"::equals);
  }

  @Test
  void live_connectionCut_isToldAndRepairedWithoutAGap() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/live");
    live(page);
    JsonObject before = fake.storeAndPush("10.8.0.1");
    assertThat(rows(page).first()).hasAttribute("data-id", before.getString("event_id"));

    fake.cut();
    assertThat(page.getByTestId("conn-state")).hasAttribute("data-state", "reconnecting");
    assertThat(page.getByTestId("banner-connection")).isVisible();
    assertThat(page.getByTestId("chart-throughput"))
        .hasAttribute("data-bands", Pattern.compile("[1-9]"));
    assertThat(page.getByTestId("panel-throughput")).hasAttribute("data-state", "disconnected");
    assertThat(page.getByTestId("panel-live").getByTestId("as-of")).containsText("as of ");
    assertThat(page.getByTestId("chart-throughput"))
        .hasAttribute("data-band-seconds", Pattern.compile("[3-9]"));
    List<String> missed = List.of(
        fake.storeAndPush("10.8.0.2").getString("event_id"),
        fake.store("10.8.0.3").getString("event_id"));
    fake.restore();
    page.getByTestId("action-try-now").click();

    live(page);
    for (String id : missed) {
      assertThat(page.locator("tr[data-id='" + id + "']")).hasCount(1);
    }
    assertThat(page.getByTestId("chart-throughput")).hasAttribute("data-bands", "0");
    assertThat(page.getByTestId("panel-throughput")).hasAttribute("data-state", "ready");
    // What only the bus had stays missing.
    assertThat(page.getByTestId("chart-rates")).hasAttribute("data-bands", "1");
    assertThat(page.getByTestId("banner-connection")).hasCount(0);
    JsonObject after = fake.storeAndPush("10.8.0.4");
    assertThat(rows(page).first()).hasAttribute("data-id", after.getString("event_id"));
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void overview_connectionCut_marksTheChart() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/overview");
    live(page);

    fake.cut();
    assertThat(page.getByTestId("conn-state")).hasAttribute("data-state", "reconnecting");
    assertThat(page.getByTestId("chart-windows"))
        .hasAttribute("data-bands", Pattern.compile("[1-9]"));
    assertThat(page.getByTestId("panel-windows")).hasAttribute("data-state", "disconnected");
    assertThat(page.getByTestId("panel-windows").getByTestId("as-of")).containsText("as of ");
    // The gap grows with the time that passes.
    assertThat(page.getByTestId("chart-windows"))
        .hasAttribute("data-band-seconds", Pattern.compile("[3-9]"));
    fake.restore();
    page.getByTestId("action-try-now").click();

    live(page);
    assertThat(page.getByTestId("chart-windows")).hasAttribute("data-bands", "0");
    assertThat(page.getByTestId("panel-windows")).hasAttribute("data-state", "ready");
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void hostileHostName_everywhere_isText() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    page.onDialog(dialog -> {
      browser.problems().add("dialog: " + dialog.message());
      dialog.dismiss();
    });
    open(page, "#/incidents");
    Locator row = page.locator("[data-testid=incident-row]")
        .filter(new Locator.FilterOptions().setHasText(FakeRows.HOSTILE));
    assertThat(row).hasCount(1);

    row.locator("a").click();

    assertThat(page.getByTestId("incident-title")).hasText("Probe by " + FakeRows.HOSTILE);
    open(page, "#/live");
    live(page);
    fake.storeAndPush(FakeRows.HOSTILE);
    assertThat(rows(page).first()).containsText("<img src=x");
    assertThat(page.locator("img")).hasCount(0);
  }

  @Test
  void acknowledge_byKeyboardOnly_showsWhoAndWhenInBothBrowsers() {
    Page other = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(other, "#/incidents/INCIDENT");
    live(other);
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents/INCIDENT");
    live(page);

    page.keyboard().press("a");
    assertThat(page.getByTestId("dialog-note")).isFocused();
    page.keyboard().type("On my way");
    page.keyboard().press("Enter");

    for (Page one : List.of(page, other)) {
      assertThat(one.getByTestId("incident-status")).hasAttribute("data-status", "acknowledged");
      assertThat(one.getByTestId("status-by")).containsText("eva.maier");
      assertThat(one.getByTestId("history-row").first()).containsText("On my way");
    }
    assertThat(page.getByTestId("dialog-acknowledge")).hasCount(0);
  }

  @Test
  void acknowledge_someoneWasFaster_saysWho() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents/INCIDENT");
    live(page);
    page.getByTestId("action-acknowledge").click();
    fake.change(fake.firstIncident(), "acknowledged", "ola.reyes");

    page.getByTestId("dialog-confirm").click();

    assertThat(page.getByTestId("dialog-acknowledge")
            .getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
        .containsText("Someone was faster: Acknowledged by ola.reyes");
    assertThat(page.getByTestId("incident-status")).hasAttribute("data-status", "acknowledged");
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void incident_shares_sumToHundred() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents/INCIDENT");
    assertThat(page.getByTestId("reason-row").first()).isVisible();

    int sum = page.getByTestId("reason-row").all().stream()
        .mapToInt(row -> Integer.parseInt(row.getAttribute("data-share")))
        .sum();

    assertThat(sum).isBetween(99, 101);
  }

  @Test
  void incident_whoSaysSo_namesRarityVoteAndReasonsOfEachDetector() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents/INCIDENT");

    assertThat(page.getByTestId("says-lead")).containsText("2 of 3 detectors speak for");
    assertThat(page.getByTestId("says-physics")).hasAttribute("data-vote", "for");
    assertThat(page.getByTestId("says-physics")).containsText("1 in 8,300 · rogue master");
    assertThat(page.getByTestId("says-lstm")).hasAttribute("data-vote", "against");
    assertThat(page.getByTestId("says-lstm")).containsText("1 in 380");
    assertThat(page.getByTestId("says-lstm")).containsText("not yet calibrated here");
    assertThat(page.getByTestId("says-iforest").getByTestId("uncalibrated")).hasCount(0);
    assertThat(page.getByTestId("says-iforest").getByTestId("says-reason").first())
        .containsText("Bytes sent14.2 kB310 B+61 %");
  }

  @Test
  void incident_ruleAboutAYoungHost_claimsNoRarity() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    String young = fake.raise("10.9.9.9", "high").getString("id");
    open(page, "#/incidents/" + young);

    assertThat(page.getByTestId("says-physics").getByTestId("says-rarity")).hasText("rogue master");
    assertThat(page.getByTestId("says-physics").getByTestId("uncalibrated")).hasCount(1);
  }

  @Test
  void incident_weighedEvidence_isTheLargestEightAndItsSum() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents/INCIDENT");

    Locator weighed = page.getByTestId("attribution-row");
    assertThat(weighed).hasCount(8);
    assertThat(weighed.first())
        .containsText("Rules: Unauthorised command · strength 3.9 of 6+5.10 for");
    assertThat(weighed.nth(1)).containsText("−3.40 against");
    assertThat(page.getByTestId("attribution-rest")).containsText("2 smaller ones+0.05");
    double sum =
        Double.parseDouble(page.getByTestId("attribution-rest").getAttribute("data-contribution"));
    for (Locator row : weighed.all()) {
      sum += Double.parseDouble(row.getAttribute("data-contribution"));
    }
    assertThat(sum)
        .isCloseTo(
            Double.parseDouble(page.getByTestId("attribution-sum").getAttribute("data-sum")),
            within(1e-9))
        .isCloseTo(4.2, within(1e-9));
  }

  @Test
  void live_hostOfSeveralDetectors_showsHowRareEachFoundIt() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/live");
    live(page);

    fake.storeAndPush("10.7.6.6");
    JsonObject last = fake.store("10.7.6.6").put("detector", "lstm").put("score", 0.9974);
    last.getJsonObject("model").put("calibration_rows", 640);
    fake.push("live", "demo", last.copy().put("kind", "anomaly"));

    Locator row = page.locator("tr[data-id='" + last.getString("event_id") + "']");
    assertThat(row.getByTestId("near-physics")).containsText("vertical scan");
    assertThat(row.getByTestId("near-lstm")).hasCount(0);
    assertThat(row).containsText("1 in 380");
    assertThat(row.getByTestId("uncalibrated")).hasCount(1);
  }

  @Test
  void incident_disconnected_disablesActionsWithTheReason() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents/INCIDENT");
    live(page);

    fake.cut();

    assertThat(page.getByTestId("action-acknowledge")).hasAttribute("aria-disabled", "true");
    assertThat(page.locator("#offline-reason")).isVisible();
    page.getByTestId("action-acknowledge").click(new Locator.ClickOptions().setForce(true));
    assertThat(page.getByTestId("dialog-acknowledge")).hasCount(0);
    fake.restore();
    page.getByTestId("action-try-now").click();
    live(page); // after this no failure of the cut connection is reported any more
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void learning_ofEachDetector_isShownWhereLearningIs() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/overview");
    assertThat(page.getByTestId("learning")).hasCount(1);
    assertThat(page.getByTestId("learning")).containsText("demo-b, about 9 min");
    assertThat(page.getByTestId("learning").getByTestId("learning-physics"))
        .hasText("Physics ready");
    assertThat(page.getByTestId("learning").getByTestId("learning-iforest")).hasText("Forest 62 %");
    assertThat(page.getByTestId("learning").getByTestId("learning-lstm")).hasText("LSTM 81 %");

    open(page, "#/welcome");
    assertThat(page.getByTestId("step-detectors")).containsText("demo-b");
    assertThat(page.getByTestId("step-detectors").getByTestId("learning-iforest"))
        .hasText("Forest 62 %");

    open(page, "#/system");
    Locator site = page.locator("[data-testid=learning-row][data-id=demo-b]");
    assertThat(site.getByTestId("learning-iforest")).hasText("62 %, about 9 min");
    assertThat(site.getByTestId("learning-physics")).hasText("ready");
  }

  @Test
  void system_partsStagesAndUnreadableRecords_areSaidWithWordsAndShapes() throws Exception {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/system");

    assertThat(page.getByTestId("health-row")).hasCount(6);
    assertThat(page.locator("[data-testid=health-row][data-id=stage-persist-flows]"))
        .containsText("Persist flows");
    assertThat(page.getByTestId("health-row").first()).containsText("well");
    Locator ingest = page.locator("[data-testid=system-stage-row][data-id=ingest]");
    assertThat(ingest).containsText("1,000,000");
    assertThat(ingest.locator("td").nth(4)).hasText("3");
    assertThat(ingest.locator("td").last()).hasText("9.6 ms · 84 ms · 1.2 s");
    Locator disk = page.locator("[data-testid=health-row][data-id=disk]");
    assertThat(disk).hasAttribute("data-status", "degraded");
    assertThat(disk).containsText("2 GB free of 50 GB");
    assertThat(page.locator("[data-testid=health-row][data-id=heap]"))
        .containsText("310 MB used of 2 GB at most");
    assertThat(page.locator("[data-testid=health-row][data-id=clock]"))
        .containsText("12 ms behind");
    assertThat(page.getByTestId("panel-connections").getByTestId("connection-row"))
        .hasCount(3);
    assertThat(page.locator("[data-testid=connection-row][data-id='browsers websocket'] td"))
        .hasText(new String[] {"WebSocket", "3"});
    assertThat(page.locator("[data-testid=connection-row][data-id='programs websocket'] td"))
        .hasText(new String[] {"WebSocket", "2"});
    assertThat(page.getByTestId("chart-throughput")).hasAttribute("data-state", "ready");
    Locator waiting = page.getByTestId("lag-row");
    assertThat(waiting).hasCount(2);
    assertThat(waiting.first()).containsText("host_activity/0200");
    assertThat(waiting.last()).containsText("anomalies/212");
    Locator letter = page.getByTestId("letter-row");
    assertThat(letter).hasCount(1);
    assertThat(letter).containsText("2 / 40112");
    assertThat(letter).containsText("<img src=x onerror=alert(1)>\\u{7} no flow");
    assertThat(page.locator("img")).hasCount(0);
    photograph(page, "system");
    assertAccessible(page, "system");
  }

  @Test
  void models_ofTheSystemPage_haveAReadableCard() throws Exception {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/overview");
    page.getByTestId("nav-system").click();
    Locator mine = page.locator("[data-testid=model-row][data-active=true]")
        .filter(new Locator.FilterOptions().setHasText("forest of this site"));
    assertThat(page.getByTestId("model-row")).hasCount(4);
    assertThat(mine).containsText("91,000");
    assertThat(mine).containsText("trained here");
    assertThat(page.getByTestId("model-row").last()).containsText("–");

    mine.getByTestId("action-card").focus();
    page.keyboard().press("Enter");

    Locator card = page.getByTestId("dialog-card");
    assertThat(card.locator("h3")).hasText("Isolation forest");
    assertThat(card.locator("li")).hasCount(3);
    assertThat(card.locator("td").last()).hasText("0.9731");
    assertThat(card).containsText("<img src=x onerror=alert(1)>");
    assertThat(page.locator("img")).hasCount(0);
    photograph(page, "card");
    assertAccessible(page, "card");
    page.keyboard().press("Escape");
    assertThat(card).hasCount(0);
    assertThat(mine.getByTestId("action-card")).isFocused();
  }

  @Test
  void database_away_isSaidOnEveryPageUntilItIsBack() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/system");
    Locator database = page.locator("[data-testid=health-row][data-id=postgres]");
    assertThat(database).hasAttribute("data-status", "ok");

    fake.setDatabaseAway(true);

    assertThat(page.getByTestId("banner-history")).containsText("History is not available.");
    assertThat(database).hasAttribute("data-status", "down");
    open(page, "#/incidents");
    assertThat(page.getByTestId("banner-history")).isVisible();
    assertThat(page.getByTestId("panel-incidents")).hasAttribute("data-state", "error");
    assertAccessible(page, "database away");
    fake.setDatabaseAway(false);
    assertThat(page.getByTestId("banner-history")).hasCount(0);
    assertThat(page.getByTestId("incident-row").first()).isVisible();
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void start_personNotKnownYet_saysItLoadsAndThenWhyNot() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    List<Route> waiting = new CopyOnWriteArrayList<>();
    page.route("**/api/v1/me", waiting::add);
    page.navigate(fake.url() + "#/overview");
    assertThat(page.getByTestId("page-starting")).hasText("Loading…");
    assertThat(page.getByTestId("page-starting")).isVisible();
    assertAccessible(page, "starting");

    page.waitForCondition(() -> !waiting.isEmpty());
    waiting.forEach(Route::abort);
    assertThat(page.getByTestId("page-failed")).containsText("The server cannot be reached.");
    assertAccessible(page, "not started");
    page.unroute("**/api/v1/me");
    page.getByTestId("action-retry").click();

    assertThat(page.locator("[data-testid=page-overview][data-state=ready]")).hasCount(1);
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void welcome_startTestTraffic_saysWhatIsJudgedNow() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/welcome");

    page.getByTestId("action-start-test").click();

    assertThat(page.getByTestId("toast")).containsText("100 made-up records are judged");
  }

  @Test
  void search_answerAwaited_saysThatItSearches() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents");
    List<Route> waiting = new CopyOnWriteArrayList<>();
    page.route("**/api/v1/hosts?**", waiting::add);

    page.getByTestId("global-search").fill("10.20.1.17");
    assertThat(page.getByTestId("searching")).hasText("Searching…");

    page.waitForCondition(() -> !waiting.isEmpty());
    waiting.forEach(route -> route.resume());
    assertThat(page.getByTestId("searching")).hasCount(0);
    assertThat(page.getByTestId("search-results")).containsText("10.20.1.17");
  }

  @Test
  void filters_backAndReload_areKept() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents?site=demo&from=now-6h");
    page.locator("[data-testid=facet-level][data-facet='level:high']").click();
    assertThat(page.getByTestId("chip-sev")).containsText("High");
    assertThat(rows(page, "incident-row")).hasCount(3);
    rows(page, "incident-row").first().focus();
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("incident-title")).isVisible();

    page.goBack();

    assertThat(page.getByTestId("chip-sev")).containsText("High");
    assertThat(page.getByTestId("site-switcher")).containsText("demo");
    assertThat(page.getByTestId("time-range")).containsText("6 hours");
    assertThat(rows(page, "incident-row")).hasCount(3);
    page.reload();
    assertThat(rows(page, "incident-row")).hasCount(3);
    assertThat(page.getByTestId("chip-sev")).containsText("High");
    page.goForward();
    assertThat(page.getByTestId("incident-title")).isVisible();
  }

  @Test
  void liveHostFilter_afterReload_isKept() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/live");

    page.getByTestId("filter-host").fill("10.20.4.0/27");
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("chip-host")).containsText("10.20.4.0/27");
    page.reload();

    assertThat(page.getByTestId("filter-host")).hasValue("10.20.4.0/27");
    assertThat(rows(page).first()).isVisible();
    assertThat(page.locator("[data-testid=anomaly-row] td[data-column=host]").allTextContents())
        .allMatch(host -> Integer.parseInt(host.substring(host.lastIndexOf('.') + 1)) < 32);
  }

  @Test
  void history_rangeThatEndedBefore_hasNoLiveFramesAndAWayBack() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/overview?from=now-2h&to=now-1h");
    assertThat(page.getByTestId("conn-state")).hasAttribute("data-state", "history");

    page.getByTestId("action-back-to-live").click();

    live(page);
  }

  @Test
  void timeRange_typedStartUntilNow_isWrittenAsTimesOrASpan() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents?from=now-10d");
    assertThat(page.getByTestId("time-range").locator(".long-name")).hasText("Last 10 d");

    open(page, "#/incidents?from=2026-01-02T03:04&to=now");
    assertThat(page.getByTestId("time-range").locator(".long-name"))
        .hasText(Pattern.compile("2 Jan .*03:04 to .*[0-9]{2}:[0-9]{2}"));
  }

  @Test
  void siteOfAFile_withoutARange_isShownInItsOwnTime() {
    fake.file("demo-b", "2017-07-05T11:00:00Z", "2017-07-05T12:30:00Z");
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/overview");
    live(page);

    choose(page, "demo-b");
    assertThat(page.getByTestId("time-range")).containsText("Whole file");
    assertThat(page.getByTestId("time-range")).containsText("5 Jul 2017 11:00 to 12:30");
    assertThat(page.getByTestId("conn-state")).hasAttribute("data-state", "history");

    page.getByTestId("time-range").click();
    assertThat(page.getByTestId("range-file")).hasAttribute("aria-current", "true");
    page.getByTestId("range-1h").click();
    assertThat(page.getByTestId("time-range")).containsText("Last 1 hour");
    page.getByTestId("time-range").click();
    page.getByTestId("range-file").click();
    assertThat(page.getByTestId("time-range")).containsText("Whole file");

    choose(page, "demo");
    assertThat(page.getByTestId("time-range")).containsText("Last 1 hour");
    live(page);
  }

  @Test
  void page_anotherSiteBegins_staysWithWhatIsWrittenInIt() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    page.clock().install();
    open(page, "#/incidents/INCIDENT");
    live(page);
    page.getByTestId("note").fill("half a sent");

    fake.begin("demo-c");
    page.clock().fastForward(61_000);

    assertThat(page.getByTestId("site-switcher")).containsText("3");
    assertThat(page.getByTestId("note")).hasValue("half a sent");
    assertThat(page.getByTestId("note")).isFocused();
  }

  @Test
  void live_anotherSiteBegins_showsItsFindings() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    page.clock().install();
    open(page, "#/live");
    live(page);

    fake.begin("demo-c");
    page.clock().fastForward(61_000);
    assertThat(page.getByTestId("site-switcher")).containsText("3");
    live(page);
    JsonObject found = fake.store("10.9.9.9").put("site", "demo-c");
    fake.push("live", "demo-c", found.copy().put("kind", "anomaly"));

    assertThat(page.locator("tr[data-id='" + found.getString("event_id") + "']"))
        .isVisible();
  }

  @Test
  void zone_local_isNamedInEveryHeaderAtOnce() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    var zone = new com.google.gson.JsonObject();
    zone.addProperty("timezoneId", "Pacific/Marquesas");
    page.context().newCDPSession(page).send("Emulation.setTimezoneOverride", zone);
    for (String name : List.of("#/live", "#/incidents", "#/incidents/INCIDENT", "#/overview")) {
      open(page, name);
      page.getByTestId("tz-toggle").first().getByText("Local").click();

      assertThat(page.locator("main").getByText("UTC")).hasCount(0);
      page.getByTestId("tz-toggle").first().getByText("UTC").click();
    }
    open(page, "#/live");
    page.getByTestId("tz-toggle").first().getByText("Local").click();
    assertThat(page.locator("[data-testid=table-live] th").first()).hasText("Time, GMT-9:30");
    assertThat(page.getByTestId("updated")).containsText("GMT-9:30");
  }

  @Test
  void hostAtRisk_link_asksForItsOpenIncidentsOfAnyAge() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/overview");

    assertThat(rows(page, "host-row").first().locator("a"))
        .hasAttribute("href", "#/incidents?host=10.20.1.17&site=demo");
  }

  @Test
  void hostsAtRisk_sameAddressOfTwoSitesAndAQuietHost_areToldApartAndDated() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/overview");

    Locator other = page.locator("[data-testid=host-row][data-id='demo-b/10.20.1.17']");
    assertThat(other).containsText("demo-b");
    assertThat(other.locator("a")).hasAttribute("href", "#/incidents?host=10.20.1.17&site=demo-b");
    assertThat(other.getByTestId("host-seen")).hasCount(0);
    assertThat(page.locator("[data-testid=host-row][data-id='demo/10.20.3.12']")
            .getByTestId("host-seen"))
        .hasText(Pattern.compile("[0-9]+ [A-Z][a-z]{2}.* [0-9]{2}:[0-9]{2}"));
  }

  @Test
  void incidents_noneOfAHostInTime_offersALongerTimeAndKeepsTheHost() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents?status=resolved&host=203.0.113.9");

    page.getByTestId("action-widen").click();

    assertThat(page.getByTestId("time-range")).containsText("Last 7 days");
    assertThat(page.getByTestId("chip-host")).containsText("203.0.113.9");
    assertThat(page.getByTestId("action-widen")).hasCount(0);
    assertThat(page.getByTestId("action-clear")).isVisible();
  }

  @Test
  void incidents_groupsOfOnePageOfMany_areNotTakenForAll() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents?group=label");
    assertThat(page.getByTestId("group-count").first())
        .hasText(Pattern.compile("[0-9]+ on this page"));

    open(page, "#/incidents?group=label&rows=100");
    assertThat(page.getByTestId("group-count").first()).hasText(Pattern.compile("[0-9]+"));
  }

  @Test
  void incidents_openOnesInARangeThatIsOver_followOthers() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents?from=2026-01-01T00:00&to=2026-01-02T00:00");
    ConsoleBrowser.registered(page);
    String id = fake.firstIncident();

    JsonObject changed = fake.change(id, "acknowledged", "ola.reyes");
    fake.push("incidents", changed.getString("site"), changed.copy());

    assertThat(page.locator("[data-testid=incident-row][data-id='" + id + "']")
            .getByTestId("row-status"))
        .hasAttribute("data-status", "acknowledged");
  }

  @Test
  void incidents_previousOfASharedLink_isThePageBefore() {
    for (int i = 0; i < 60; i++) {
      fake.raise("10.77.0." + i, "low");
    }
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents?page=2&cursor=25");
    assertThat(page.getByTestId("page-label")).containsText("26 to 50 of");
    String second = rows(page, "incident-row").first().getAttribute("data-id");
    open(page, "#/incidents?page=3&cursor=50");
    assertThat(page.getByTestId("page-label")).containsText("51 to");

    page.getByTestId("page-before").click();

    assertThat(page.getByTestId("page-label")).containsText("26 to 50 of");
    assertThat(rows(page, "incident-row").first()).hasAttribute("data-id", second);
    page.getByTestId("page-before").click();
    assertThat(page.getByTestId("page-label")).containsText("1 to 25 of");
    assertThat(rows(page, "incident-row").first()).not().hasAttribute("data-id", second);
  }

  @Test
  void overview_stageThatReadsNothing_isAnAlarm() {
    fake.stand("aggregate", 3545, 40);
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/overview");

    assertThat(page.getByTestId("platform-state")).hasAttribute("data-state", "stands");
    assertThat(page.getByTestId("platform-state"))
        .containsText("Aggregate reads nothing: 3,545 records wait, for 40 s");
    assertThat(page.getByTestId("pipeline-stands")).hasText("stands still: Aggregate");
    assertAccessible(page, "standing stage");
  }

  @Test
  void overview_flowsWithoutVerdicts_tellsTheAgeOfTheNewest() {
    fake.judgedLast(Instant.now().minusSeconds(150));
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/overview");
    live(page);

    assertThat(page.getByTestId("platform-state"))
        .containsText("Flows of demo arrive, but its newest verdict is 3 min old");
  }

  @Test
  void header_atAnyWidth_cutsNothing() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    for (String name :
        List.of("#/overview", "#/overview?from=2026-01-02T12:01:00Z&to=2026-01-03T13:01:00Z")) {
      open(page, name);
      for (int width : List.of(390, 768, 1024, 1280, 1440)) {
        assertNotWiderThanTheScreen(page, name, width);
        assertThat((String) page.evaluate("""
            () => [...document.querySelectorAll('.top, .top *')]
              .filter((one) => one.offsetWidth > 1 && getComputedStyle(one).display !== 'inline' && !one.matches('input'))
              .filter((one) => one.scrollWidth > one.clientWidth + 1)
              .map((one) => one.outerHTML.slice(0, 120)).join('\\n')""")).as(name + " at " + width).isEmpty();
        assertThat((Integer) page.evaluate("document.querySelector('.top').offsetHeight"))
            .as(name + " at " + width)
            .isLessThan(60);
      }
    }
  }

  @Test
  void tables_onALaptop_haveTheirColumnsInSight() {
    Page page = browserPage(ColorScheme.LIGHT, 1280, 800);
    for (String name : List.of("#/incidents", "#/live")) {
      open(page, name);

      assertThat((Integer) page.evaluate("""
          () => { const box = document.querySelector('main .table-box'); return box.scrollWidth - box.clientWidth; }""")).as(name).isLessThanOrEqualTo(0);
    }
    open(page, "#/incidents");
    for (String column : List.of("status", "age", "last")) {
      assertThat(page.locator("td[data-column=" + column + "]").first()).isVisible();
    }
  }

  @Test
  void incident_backToTheList_keepsItsFilters() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents?sev=high&sort=-last_seen");
    rows(page, "incident-row").first().locator("a").click();
    assertThat(page.getByTestId("incident-title")).isVisible();
    assertThat(page.getByTestId("crumb-list"))
        .hasAttribute("href", "#/incidents?sev=high&sort=-last_seen");
    page.getByTestId("note").fill("half a sent");
    page.getByTestId("note").blur();

    page.keyboard().press("Escape");

    assertThat(page.getByTestId("chip-sev")).containsText("High");
    page.goBack();
    assertThat(page.getByTestId("note")).hasValue("half a sent");
  }

  @Test
  void signIn_afterwards_leadsToWhatWasAskedFor() {
    fake.signedOut(true);
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents?sev=high");

    assertThat(page.getByTestId("page-signin")).isVisible();
    assertThat(page.locator("form")).hasAttribute("action", "signin#/incidents?sev=high");
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void session_endedAndBegunInAnotherTab_goesOnHere() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents");
    live(page);
    fake.signedOut(true);
    page.getByTestId("filter-status").selectOption("resolved");
    assertThat(page.getByTestId("panel-incidents")).containsText("Sign in again");
    assertThat(page.getByTestId("panel-incidents")).not().containsText("Bearer");
    assertThat(page.getByTestId("conn-state")).hasAttribute("data-state", "signed-out");

    fake.signedOut(false);
    page.evaluate("dispatchEvent(new Event('focus'))");

    live(page);
    assertThat(page.getByTestId("panel-incidents")).not().containsText("Sign in again");
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void session_endedInAnotherTab_isSaidWithoutTryingForEver() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/live");
    live(page);
    fake.signedOut(true);
    fake.cut();

    assertThat(page.getByTestId("conn-state")).hasAttribute("data-state", "signed-out");
    assertThat(page.getByTestId("action-sign-in")).isVisible();
    assertThat(page.getByTestId("action-try-now")).hasCount(0);
    assertThat(page.getByTestId("banner-connection")).not().containsText("Next try");

    fake.restore();
    fake.signedOut(false);
    page.evaluate("dispatchEvent(new Event('focus'))");
    live(page);
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void reason_flowsThatCameIn_isASentenceWithoutADoubledWord() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/live");

    Object name = page.evaluate("import(new URL('views/reasons.js', document.baseURI))"
        + ".then((it) => it.featureName('flows-in-1s'))");

    org.assertj.core.api.Assertions.assertThat(name).isEqualTo("Flows received in 1 s");
  }

  @Test
  void address_thatIsNoPage_saysSoAndLeadsToOverview() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    for (String name : List.of("nope", "constructor")) {
      open(page, "#/" + name);
      assertThat(page.getByTestId("page-nowhere"))
          .containsText("The console has no page named " + name + ".");
      assertThat(page).hasURL(Pattern.compile(".*#/" + name));
      assertThat(page).hasTitle(Pattern.compile(".*No such page.*"));
    }
    assertAccessible(page, "no such page");

    page.getByTestId("page-nowhere").getByText("Go to Overview").click();

    assertThat(page.getByTestId("page-overview")).isVisible();
  }

  @Test
  void link_valuesThatAreNone_areToldAndLeftOut() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents?site=gone&sev=foo,high");

    assertThat(page.getByTestId("banner-unknown-site")).containsText("No site named gone");
    assertThat(page.getByTestId("ignored-sev")).containsText("foo");
    assertThat(rows(page, "incident-row").first()).isVisible();
    assertAccessible(page, "ignored values");
    page.getByTestId("banner-unknown-site").getByText("Close").click();
    assertThat(page.getByTestId("banner-unknown-site")).hasCount(0);
  }

  @Test
  void names_ofControlsWithText_holdThatText() {
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    for (String name : PAGES) {
      open(page, name);
      assertThat((String) page.evaluate("""
          () => [...document.querySelectorAll('button[aria-label], a[aria-label]')]
            .filter((one) => one.offsetParent && one.innerText.trim())
            .filter((one) => !one.getAttribute('aria-label').toLowerCase().includes(one.innerText.replace(/\\s+/g, ' ').trim().toLowerCase()))
            .map((one) => one.getAttribute('aria-label') + ' / ' + one.innerText).join('\\n')""")).as(name).isEmpty();
    }
  }

  @Test
  void incident_manyVictims_areListedAsFarAsTheyAreKept() {
    JsonObject row = fake.raise("10.7.7.7", "critical")
        .put(
            "victims",
            new JsonArray(IntStream.range(0, 64).mapToObj(i -> "10.1.0." + i).toList()))
        .put("victim_count", 207);
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/incidents/" + row.getString("id"));

    page.getByTestId("victims").locator("summary").click();

    assertThat(rows(page, "victim")).hasCount(64);
    assertThat(page.getByTestId("victims-unlisted")).containsText("143 more are not listed");
    assertThat(rows(page, "victim").first().locator("a"))
        .hasAttribute("href", "#/live?host=10.1.0.0");
  }

  @Test
  void siteOfAFile_wayBack_isToTheWholeFile() {
    fake.file("demo-b", "2017-07-05T11:00:00Z", "2017-07-05T12:30:00Z");
    Page page = browserPage(ColorScheme.LIGHT, 1440, 900);
    open(page, "#/overview?site=demo-b&from=2017-07-05T11:10:00Z&to=2017-07-05T11:20:00Z");

    assertThat(page.getByTestId("action-back-to-live")).hasText("Whole file");
    page.getByTestId("action-back-to-live").click();

    assertThat(page.getByTestId("time-range")).containsText("Whole file");
    assertThat(page.getByTestId("action-back-to-live")).isHidden();
  }

  private static void choose(Page page, String site) {
    page.getByTestId("site-switcher").click();
    page.locator("[data-testid=site-list] [data-value='" + site + "']").click();
  }

  private Page browserPage(ColorScheme theme, int width, int height) {
    return browser.page(fake.url(), theme, width, height);
  }

  private void open(Page page, String name) {
    ConsoleBrowser.open(page, fake.url() + name.replace("INCIDENT", fake.firstIncident()));
  }

  /** Waits until frames flow and every address on screen is registered, so that a push is not too early. */
  private static void live(Page page) {
    assertThat(page.getByTestId("conn-state")).hasAttribute("data-state", "live");
    ConsoleBrowser.registered(page);
  }

  private static Locator rows(Page page) {
    return rows(page, "anomaly-row");
  }

  private static Locator rows(Page page, String testId) {
    return ConsoleBrowser.rows(page, testId);
  }
}
