package io.fedics.present.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.HostsScored;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SiteNumbersTest {
  private static final long NOW = 1_795_917_944_000L;

  private final SiteNumbers numbers = new SiteNumbers();

  @Test
  void json_beforeAnySecondIsJudged_tellsNoTime() {
    assertThat(numbers.json().containsKey("judged_at")).isFalse();
  }

  @Test
  void json_secondJudged_tellsWhenForAnHour() {
    numbers.onScored(scored(), NOW);

    numbers.tick(NOW + 60_000);

    assertThat(numbers.json().getInstant("judged_at")).isEqualTo(Instant.ofEpochMilli(NOW));
    assertThat(numbers.isQuiet(NOW + 60_000)).isFalse();
    assertThat(numbers.isQuiet(NOW + 3_600_001)).isTrue();
  }

  private static HostsScored scored() {
    return new HostsScored(
        new UUID(1, 2),
        "demo",
        Instant.ofEpochMilli(NOW),
        "lstm/1/demo",
        7,
        NOW / 1_000,
        "lstm",
        List.of("10.0.0.1"),
        List.of(0.5),
        List.of(1L),
        0);
  }
}
