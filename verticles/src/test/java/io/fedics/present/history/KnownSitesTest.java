package io.fedics.present.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.present.history.SiteReadStore.Site;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class KnownSitesTest {
  private static final List<Site> ONE =
      List.of(new Site("a", true, OptionalLong.empty(), OptionalLong.empty()));

  private final Queue<Future<List<Site>>> answers = new ArrayDeque<>();
  private final KnownSites known = new KnownSites(() -> Objects.requireNonNull(answers.poll()));

  @Test
  void now_databaseWentAway_areThoseReadLast() {
    answers.add(Future.succeededFuture(ONE));
    answers.add(Future.failedFuture("gone"));

    assertThat(known.now().await()).isEqualTo(ONE);
    assertThat(known.now().await()).isEqualTo(ONE);
  }

  @Test
  void now_databaseThatSaysNothing_areThoseReadLastWithinTheLimit() {
    answers.add(Future.succeededFuture(ONE));
    answers.add(Promise.<List<Site>>promise().future());
    known.now().await();
    long began = System.nanoTime();

    assertThat(known.now().await()).isEqualTo(ONE);

    assertThat((System.nanoTime() - began) / 1_000_000).isLessThan(5 * KnownSites.LIMIT_MILLIS);
  }

  @Test
  void now_neverRead_tellsWhy() {
    answers.add(Future.failedFuture("gone"));

    assertThatThrownBy(() -> known.now().await()).hasMessage("gone");
  }
}
