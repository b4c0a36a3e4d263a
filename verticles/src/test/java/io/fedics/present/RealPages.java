package io.fedics.present;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** For tests of pages in a real browser, on the real API and database. */
abstract class RealPages {
  static ConsoleBrowser browser;
  static TestServer server;

  @BeforeAll
  static void start() {
    browser = ConsoleBrowser.start();
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      server.close();
    }
  }

  @AfterEach
  void endPages() {
    browser.endPages();
  }

  static Page signedIn(ColorScheme theme) {
    Page page = browser.page(server.url(), theme, 1440, 900);
    page.navigate(server.url() + server.access.newSignInPath().substring(1));
    return page;
  }

  static void open(Page page, String hash) {
    ConsoleBrowser.open(page, server.url() + hash);
  }
}
