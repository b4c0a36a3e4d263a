package io.fedics.present;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.fedics.present.ConsoleBrowser.assertAccessible;
import static io.fedics.present.ConsoleBrowser.assertNotWiderThanTheScreen;
import static io.fedics.present.ConsoleBrowser.photograph;
import static io.fedics.present.ConsoleBrowser.registered;
import static io.fedics.present.ConsoleBrowser.rows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The upload page in a real browser, on the real API and database, with models whose answers can be seen by eye. */
@Timeout(180)
class UploadPageIT extends RealPages {
  private static final String ROWS = "src_bytes,service,label\n500,a,x\n7,b,y\n=many,a,z\n";

  @BeforeEach
  void empty() {
    server.sql("TRUNCATE scored_records, upload_batches");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIGHT", "DARK"})
  void page_emptyAndWithAFile_isAccessibleInBothThemes(String theme) throws Exception {
    Page page = opened(ColorScheme.valueOf(theme));
    assertThat(page.getByTestId("panel-batches")).hasAttribute("data-state", "empty");
    assertAccessible(page, "upload empty " + theme);

    choose(page, "rows.csv", ROWS);
    assertThat(rows(page, "verdict-row")).hasCount(3);
    photograph(page, "upload-" + theme);

    assertAccessible(page, "upload " + theme);
    for (int width : List.of(390, 900, 1280, 1920)) {
      assertNotWiderThanTheScreen(page, "upload", width);
    }
    page.setViewportSize(390, 844);
    photograph(page, "upload-phone-" + theme);
  }

  @Test
  void longerTexts_onAPhone_neitherOverflowNorStayUntranslated() {
    Page page = signedIn(ColorScheme.LIGHT);
    page.addInitScript(
        "if (location.protocol === 'http:') localStorage.setItem('fedics.language', 'xx')");
    open(page, "#/upload");
    choose(page, "rows.csv", ROWS);
    assertThat(rows(page, "verdict-row")).hasCount(3);

    assertNotWiderThanTheScreen(page, "upload", 390);
    assertThat(page.locator("h1, h2, h3, th button, label.filter > span, dt").allTextContents())
        .filteredOn(text -> !text.isBlank())
        .allMatch(text -> text.contains("~"), "from the texts");
  }

  @Test
  void file_oneBadRow_showsVerdictsAndTheLineThatIsWrong() throws Exception {
    Page page = opened(ColorScheme.LIGHT);

    choose(page, "rows.csv", ROWS);

    assertThat(rows(page, "upload-item").first()).hasAttribute("data-state", "done");
    assertThat(page.getByTestId("batch-rows")).hasText("3");
    assertThat(page.getByTestId("batch-scored")).hasText("2");
    assertThat(page.getByTestId("batch-rejected")).hasText("1");
    assertThat(rows(page, "verdict-row").first()).containsText("attack");
    assertThat(rows(page, "verdict-row").nth(1)).containsText("normal");
    assertThat(rows(page, "verdict-row").nth(2)).containsText("not judged");
    assertThat(page.locator("[data-testid=label-row][data-id=attack]")).containsText("1 (50 %)");
    assertThat(rows(page, "error-row")).hasCount(1);
    assertThat(rows(page, "error-row").first()).hasAttribute("data-line", "4");
    assertThat(rows(page, "error-row").first())
        .containsText("src_bytes: =many (expected: a number)");
    Download download = page.waitForDownload(
        () -> page.getByTestId("panel-errors").getByTestId("action-csv").click());
    assertThat(Files.readString(download.path())).startsWith("line,reason\r\n4,");
    page.reload();
    assertThat(rows(page, "verdict-row")).hasCount(3);
    assertThat(rows(page, "batch-row")).hasCount(1);
    assertThat(rows(page, "recent-row")).hasCount(3);
  }

  @Test
  void file_ofNoTable_namesTheColumnsAndKeepsNothing() {
    Page page = opened(ColorScheme.LIGHT);

    choose(page, "odd.csv", "src_bytes,colour\n1,red\n");

    Locator item = rows(page, "upload-item").first();
    assertThat(item).hasAttribute("data-state", "refused");
    assertThat(item.locator("[data-testid=fault][data-name=service]"))
        .hasText("service missing (expected: a word)");
    assertThat(item.locator("[data-testid=fault][data-name=colour]")).containsText("unknown");
    assertAccessible(page, "refused file");
    assertThat(rows(page, "batch-row")).hasCount(0);
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void file_wrongKindOrEmpty_isNotSent() {
    Page page = opened(ColorScheme.LIGHT);

    choose(page, "tool.exe", "MZ");
    choose(page, "none.csv", "");

    assertThat(rows(page, "upload-item")).hasCount(2);
    assertThat(rows(page, "upload-item").first())
        .containsText("none.csv was not sent: it is empty");
    assertThat(rows(page, "upload-item").nth(1))
        .containsText("does not end with one of .csv, .txt");
    assertThat(server.get("/api/v1/upload/batches").items()).isEmpty();
  }

  private Page withLargeFileBeingJudged() {
    Page page = opened(ColorScheme.LIGHT);
    registered(page);
    String many = IntStream.range(0, 300_000)
        .mapToObj(i -> i % 1_000 + ",a\n")
        .collect(Collectors.joining("", "src_bytes,service\n", ""));
    choose(page, "many.csv", many);
    assertThat(rows(page, "upload-item").first().getByTestId("upload-says"))
        .containsText("rows judged so far");
    return page;
  }

  @Test
  void file_large_tellsRowsWhileTheyAreJudgedAndCanBeCalledOff() {
    Page page = withLargeFileBeingJudged();
    Locator item = rows(page, "upload-item").first();
    item.getByTestId("action-cancel-upload").click();

    assertThat(item).hasAttribute("data-state", "cancelled");
    assertThat(rows(page, "batch-row").first()).containsText("called off");
    assertThat(server.get("/api/v1/upload/batches").items().getFirst().getLong("rows"))
        .isLessThan(300_000);
  }

  @Test
  void file_otherPageMeanwhile_isSentOn() {
    Page page = withLargeFileBeingJudged();

    page.getByTestId("nav-system").click();
    assertThat(page.getByTestId("page-system")).isVisible();
    page.getByTestId("nav-upload").click();

    Locator item = rows(page, "upload-item").first();
    assertThat(item).containsText("many.csv");
    item.getByTestId("action-cancel-upload").click();
    assertThat(item).hasAttribute("data-state", "cancelled");
  }

  @Test
  void record_empty_saysWhatIsExpectedAndWhereToBegin() {
    Page page = opened(ColorScheme.LIGHT);

    page.getByTestId("action-judge").click();

    assertThat(page.getByTestId("record-refused"))
        .containsText("none of its 0 columns is of a known table (expected: ");
    assertThat(field(page, "src_bytes")).isFocused();
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void record_byKeyboard_isJudgedAndShowsTheModelsCard() {
    Page page = opened(ColorScheme.LIGHT);
    field(page, "src_bytes").fill("500");
    field(page, "service").fill("a");
    page.keyboard().press("Enter");

    Locator verdict = page.getByTestId("record-verdict");
    assertThat(verdict).hasAttribute("data-label", "attack");
    assertThat(verdict).hasAttribute("data-alarm", "true");
    assertThat(verdict).containsText("score 0.8000");
    assertAccessible(page, "verdict");
    verdict.getByTestId("action-verdict-card").click();
    assertThat(page.getByTestId("dialog-card")).containsText("by hand");
    page.keyboard().press("Escape");
    assertThat(rows(page, "recent-row").first()).containsText("asked");
  }

  @Test
  void record_missingColumn_isNamedAtItsFieldAndHasNoVerdict() {
    Page page = opened(ColorScheme.LIGHT);
    field(page, "src_bytes").fill("lots");

    page.getByTestId("action-judge").click();

    assertThat(page.getByTestId("record-refused")).containsText("2 columns are wrong");
    assertThat(field(page, "service")).hasAttribute("aria-invalid", "true");
    assertThat(field(page, "src_bytes")).hasAttribute("aria-invalid", "true");
    assertThat(field(page, "src_bytes").locator("..")).containsText("lots (expected: a number)");
    assertThat(page.getByTestId("record-verdict")).hasCount(0);
    assertAccessible(page, "refused record");
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void record_asJsonWithAnUnknownColumn_isRefusedByName() {
    Page page = opened(ColorScheme.LIGHT);
    page.getByTestId("mode-json").click();
    page.getByTestId("record-json")
        .fill("{\"src_bytes\": 5, \"service\": \"a\", \"<img src=x>\": 1}");

    page.getByTestId("action-judge").click();

    assertThat(rows(page, "fault")).hasCount(1);
    assertThat(rows(page, "fault").first()).containsText("<img src=x> unknown");
    assertThat(page.locator("img")).hasCount(0);
    page.getByTestId("record-json").fill("[1]");
    page.getByTestId("action-judge").click();
    assertThat(page.getByTestId("record-outcome"))
        .hasText("This is no JSON object of columns and values.");
    browser.problems().removeIf(ConsoleBrowser::isExpectedFailure);
  }

  @Test
  void record_example_isFilledInAndJudged() {
    Page page = opened(ColorScheme.LIGHT);
    page.getByTestId("record-table").selectOption("unsw-nb15");

    page.getByTestId("action-example").click();
    page.getByTestId("action-judge").click();

    assertThat(page.getByTestId("record-verdict")).isVisible();
  }

  private static Locator field(Page page, String column) {
    return page.locator("[data-testid=record-field][data-name=" + column + "]");
  }

  private static void choose(Page page, String name, String text) {
    page.getByTestId("upload-input")
        .setInputFiles(new FilePayload(name, "text/csv", text.getBytes(UTF_8)));
  }

  private static Page opened(ColorScheme theme) {
    Page page = signedIn(theme);
    open(page, "#/upload");
    return page;
  }
}
