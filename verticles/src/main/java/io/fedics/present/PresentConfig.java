package io.fedics.present;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * @param queryTimeout after which a question to the database is given up
 * @param session how long a sign-in by browser lasts
 * @param heartbeat between two pings to a WebSocket
 * @param origins pages of other origins that may call the API, {@code https://host[:port]}; none by default
 * @param hosts names besides the loopback ones under which this server is reached
 * @param mostUpload bytes of one uploaded file with its form
 */
public record PresentConfig(
    Duration queryTimeout,
    Duration session,
    Duration heartbeat,
    List<String> origins,
    List<String> hosts,
    long mostUpload) {

  public PresentConfig {
    require("present.query-timeout", queryTimeout, Duration.ofMillis(10));
    require("present.session", session, Duration.ofMinutes(1));
    require("present.heartbeat", heartbeat, Duration.ofSeconds(1));
    if (mostUpload < 1) {
      throw new UsageException("present.most-upload: " + mostUpload + " (expected: 1 or more)");
    }
    origins = List.copyOf(origins);
    hosts = List.copyOf(hosts);
  }

  private static void require(String key, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new UsageException(key + ": " + value + " (expected: " + least + " or more)");
    }
  }

  public static PresentConfig from(Settings settings) {
    return new PresentConfig(
        settings.duration("present.query-timeout", Duration.ofSeconds(8)),
        settings.duration("present.session", Duration.ofHours(12)),
        settings.duration("present.heartbeat", Duration.ofSeconds(30)),
        list(settings.text("present.origins", "")),
        list(settings.text("present.hosts", "")),
        settings.whole("present.most-upload", 1_000_000_000L));
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
