package io.fedics.present;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's browser, and what every test of pages asks of it: no error in its log, no request elsewhere, nothing inaccessible. */
final class ConsoleBrowser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final List<String> TAGS =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> problems = new ArrayList<>();
  private final List<BrowserContext> contexts = new ArrayList<>();

  private ConsoleBrowser(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Skips the test, loudly, where there is no browser. */
  static ConsoleBrowser start() {
    assumeTrue(
        Files.isExecutable(CHROMIUM),
        "SKIPPED: no " + CHROMIUM
            + ", so no page of the console was tested (apt-get install chromium)");
    // Generous: a wait ends as soon as what is waited for is there.
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    Playwright playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser = playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions()
            .setExecutablePath(CHROMIUM)
            .setArgs(List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--disable-quic")));
    return new ConsoleBrowser(playwright, browser);
  }

  /**
   * A page of a person of its own.
   *
   * @param origin the only one it may ask, with a slash at its end
   */
  Page page(String origin, ColorScheme theme, int width, int height) {
    BrowserContext context = browser.newContext(
        new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(theme));
    contexts.add(context);
    context.addInitScript("addEventListener('securitypolicyviolation', (event) =>"
        + " console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`))");
    Page page = context.newPage();
    page.setDefaultTimeout(20_000);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        problems.add(message.text() + " " + message.location());
      }
    });
    page.onPageError(error -> problems.add("page error: " + error));
    page.onRequest(request -> {
      if (!request.url().startsWith(origin) && !request.url().startsWith("blob:")) {
        problems.add("another origin: " + request.url());
      }
    });
    return page;
  }

  /** What the browser complained about, to be emptied of what a test asked for. */
  List<String> problems() {
    return problems;
  }

  /** Leaves the page that is shown, so that nothing of it is taken for the new one. */
  static void open(Page page, String url) {
    page.navigate("about:blank");
    page.navigate(url);
    page.waitForSelector(".page[data-state=ready], .signin");
  }

  /** Ends a test. */
  void endPages() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    List<String> said = List.copyOf(problems);
    problems.clear();
    assertThat(said).as("console errors and policy violations").isEmpty();
  }

  /** Waits until every address on screen is registered, so that a push is not too early. */
  static void registered(Page page) {
    assertThat(page.getByTestId("conn-state")).hasAttribute("data-registered", "true");
  }

  /** Waits until every chart on screen is drawn. */
  static void settle(Page page) {
    page.waitForFunction(
        "() => [...document.querySelectorAll('figure')]"
            + ".every((f) => f.dataset.state === 'ready' || f.getBoundingClientRect().top > innerHeight || f.offsetParent === null)");
  }

  static void photograph(Page page, String name) throws IOException {
    Path pictures = Files.createDirectories(Path.of("target", "console"));
    page.screenshot(
        new Page.ScreenshotOptions().setPath(pictures.resolve(name + ".png")).setFullPage(true));
  }

  static Locator rows(Page page, String testId) {
    return page.locator("[data-testid=" + testId + "]");
  }

  static void assertNotWiderThanTheScreen(Page page, String name, int width) {
    page.setViewportSize(width, 844);
    // One more frame: charts and media queries follow the new size.
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    assertThat((Integer) page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .as(() -> name + " at " + width + ": " + page.evaluate("""
            () => [...document.querySelectorAll('body *')]
              .filter((one) => !one.closest('.table-box') && one.getBoundingClientRect().left + one.scrollWidth > document.documentElement.clientWidth)
              .slice(0, 6).map((one) => one.outerHTML.slice(0, 160)).join('\\n')"""))
        .isLessThanOrEqualTo(0);
  }

  static void assertAccessible(Page page, String name) {
    var violations = new AxeBuilder(page)
        .withTags(TAGS).analyze().getViolations().stream()
            .map(rule -> rule.getId() + ": "
                + rule.getNodes().stream()
                    .map(node -> node.getHtml() + " " + node.getFailureSummary())
                    .limit(3)
                    .toList())
            .toList();
    assertThat(violations).as(name).isEmpty();
  }

  /** What a browser says by itself of an answer that the test asked for: not a fault of the page. */
  static boolean isExpectedFailure(String problem) {
    return problem.startsWith("Failed to load resource")
        || problem.contains("WebSocket connection to");
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
