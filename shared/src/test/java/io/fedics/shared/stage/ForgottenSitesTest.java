package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SiteEdges;
import io.fedics.shared.event.SiteForgotten;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForgottenSitesTest {
  private final ForgottenSites forgotten = new ForgottenSites();

  @Test
  void isOver_secondsUpToTheLast_areAndLaterOnesAreNot() {
    forgotten.await(gone("plant", 100));
    assertThat(forgotten.isOver(progress("plant", 100))).isFalse(); // not all of it has come
    assertThat(forgotten.awaited("plant")).hasValue(100);

    forgotten.done("plant", 100);

    assertThat(forgotten.awaited("plant")).isEmpty();
    assertThat(forgotten.isOver(progress("plant", 100))).isTrue();
    assertThat(forgotten.isOver(gone("plant", 100))).isTrue();
    assertThat(forgotten.isOver(progress("plant", 101))).isFalse();
    assertThat(forgotten.isOver(progress("other", 100))).isFalse();
  }

  @Test
  void isOver_minuteThatEndsBehindTheLastSecond_isOfTheSiteThatCameBack() {
    forgotten.done("plant", 100);

    assertThat(forgotten.isOver(edges(0))).isTrue();
    assertThat(forgotten.isOver(edges(60))).isFalse();
  }

  @Test
  void done_moreSitesThanAreKept_longestForgottenGoesFirst() {
    for (int i = 0; i <= ForgottenSites.MOST; i++) {
      forgotten.await(gone("site-" + i, 100));
      forgotten.done("site-" + i, 100);
    }

    assertThat(forgotten.state().size()).isEqualTo(ForgottenSites.MOST);
    assertThat(forgotten.isOver(progress("site-0", 1))).isFalse();
    assertThat(forgotten.isOver(progress("site-1", 1))).isTrue();
  }

  @Test
  void await_moreSitesThanAreKept_thoseToBeForgottenStay() {
    forgotten.await(gone("waiting", 100));
    for (int i = 0; i <= ForgottenSites.MOST; i++) {
      forgotten.done("site-" + i, 100);
    }

    assertThat(forgotten.state().size()).isEqualTo(ForgottenSites.MOST);
    assertThat(forgotten.awaited("waiting")).hasValue(100);
  }

  private static SiteForgotten gone(String site, long lastSecond) {
    return new DerivedSource("ingest", 0).forgotten(site, lastSecond);
  }

  private static Event progress(String site, long second) {
    return new Progress(site, "ingest/0/" + site, second, "ingest", 0, second, 0);
  }

  private static Event edges(long minute) {
    return new SiteEdges(
        EventId.of("edges", minute),
        "plant",
        Instant.ofEpochSecond(minute),
        "classify/0/plant",
        1,
        minute,
        List.of(),
        List.of());
  }
}
