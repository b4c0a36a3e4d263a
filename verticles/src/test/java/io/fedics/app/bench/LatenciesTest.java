package io.fedics.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.EventId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatenciesTest {
  /** A step is 1/64 of the value wide. */
  private static final Percentage STEP = Percentage.withPercentage(100.0 / 64);

  @TempDir
  private Path folder = Path.of("");

  @Test
  void millis_oneToThousand_areTheirPercentiles() {
    var latencies = new Latencies();
    for (int millis = 1; millis <= 1_000; millis++) {
      latencies.add(TimeUnit.MILLISECONDS.toNanos(millis));
    }
    assertThat(latencies.count()).isEqualTo(1_000);
    assertThat(latencies.millis(0.5)).isCloseTo(500, STEP);
    assertThat(latencies.millis(0.95)).isCloseTo(950, STEP);
    assertThat(latencies.millis(0.99)).isCloseTo(990, STEP);
    assertThat(latencies.millis(1)).isCloseTo(1_000, STEP);
  }

  @Test
  void millis_extremes_haveASlot() {
    var latencies = new Latencies();
    latencies.add(-5);
    latencies.add(0);
    latencies.add(Long.MAX_VALUE);
    assertThat(latencies.millis(0.5)).isZero();
    assertThat(latencies.millis(1)).isCloseTo(Long.MAX_VALUE / 1e6, STEP);
  }

  @Test
  void millis_nothingAdded_isUnknown() {
    assertThat(new Latencies().millis(0.99)).isNaN();
  }

  @Test
  void between_acknowledgedBefore_doesNotCount() throws IOException {
    try (var sent = new EventMoments(folder.resolve("sent"));
        var seen = new EventMoments(folder.resolve("seen"))) {
      for (int n = 0; n < 4; n++) {
        sent.add(EventId.of("latency", n), TimeUnit.SECONDS.toNanos(n));
        seen.add(EventId.of("latency", n), TimeUnit.SECONDS.toNanos(n) + 1_000_000);
      }
      assertThat(Latencies.between(sent, seen, TimeUnit.SECONDS.toNanos(2)).count())
          .isEqualTo(2);
    }
  }

  @Test
  void between_flowsOfOthers_doNotCount() throws IOException {
    UUID ours = EventId.of("latency", 1);
    try (var sent = new EventMoments(folder.resolve("sent"));
        var seen = new EventMoments(folder.resolve("seen"))) {
      sent.add(ours, TimeUnit.MILLISECONDS.toNanos(100));
      seen.add(ours, TimeUnit.MILLISECONDS.toNanos(140));
      seen.add(ours, TimeUnit.MILLISECONDS.toNanos(180));
      seen.add(EventId.of("latency", 2), TimeUnit.MILLISECONDS.toNanos(900));
      Latencies latencies = Latencies.between(sent, seen, 0);
      assertThat(latencies.count()).isEqualTo(2);
      assertThat(latencies.millis(0.5)).isCloseTo(40, STEP);
      assertThat(latencies.millis(1)).isCloseTo(80, STEP);
    }
  }
}
