package io.fedics.present.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  @Test
  void redeem_sameCodeTwice_worksOnce() {
    Access access = access("token", NOW);
    String code = access.newSignInPath().substring("/signin?code=".length());
    assertThat(access.redeem("x" + code)).isEmpty();
    assertThat(access.redeem(code)).isPresent();
    assertThat(access.redeem(code)).isEmpty();
  }

  @Test
  void ofCookie_afterARestartWithTheSameToken_isStillSignedIn() {
    Access before = access("token", NOW);
    Session session = before.signIn("token").orElseThrow();
    String cookie = before.cookieOf(session);
    assertThat(access("token", NOW.plusSeconds(60)).ofCookie(cookie)).contains(session);
    assertThat(access("another", NOW).ofCookie(cookie)).isEmpty();
  }

  @Test
  void ofCookie_changedExpiredOrSignedOut_isRefused() {
    Access access = access("token", NOW);
    Session session = access.signIn("token").orElseThrow();
    String cookie = access.cookieOf(session);
    String longer = cookie.replace("." + session.expires().getEpochSecond(), ".99999999999");
    assertThat(access.ofCookie(longer)).isEmpty();
    assertThat(access.ofCookie(cookie + "x")).isEmpty();
    assertThat(access.ofCookie("")).isEmpty();
    assertThat(access.ofCookie("a.b")).isEmpty();
    assertThat(access("token", NOW.plus(Duration.ofHours(2))).ofCookie(cookie)).isEmpty();
    access.end(session);
    assertThat(access.ofCookie(cookie)).isEmpty();
    assertThat(access.isOpen(session)).isFalse();
  }

  @Test
  void signIn_wrongToken_isRefused() {
    assertThat(access("token", NOW).signIn("tokem")).isEmpty();
    assertThat(access("token", NOW).isToken("")).isFalse();
  }

  private static Access access(String token, Instant now) {
    return new Access(token, Duration.ofHours(1), Clock.fixed(now, ZoneOffset.UTC));
  }
}
