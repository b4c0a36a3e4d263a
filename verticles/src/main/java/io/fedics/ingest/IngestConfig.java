package io.fedics.ingest;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.topic.Topic;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How flows come in.
 *
 * @param lateness how long a second of another program's topic waits for its flows before it is passed
 * @param chunk most flows that are sent before their acknowledgement is awaited
 * @param acknowledgeTimeout longest wait for broker or database before a command gives up
 * @param kafkaSources topics of other programs that are read, each as a site of its own
 */
public record IngestConfig(
    Duration lateness, int chunk, Duration acknowledgeTimeout, Set<Topic> kafkaSources) {

  public IngestConfig {
    kafkaSources = Set.copyOf(kafkaSources);
    if (lateness.isNegative()) {
      throw new UsageException("ingest.lateness: " + lateness + " (expected: 0 or more)");
    }
    if (chunk < 1 || chunk > 100_000) {
      throw new UsageException("ingest.chunk: " + chunk + " (expected: 1 to 100000)");
    }
    if (acknowledgeTimeout.isNegative() || acknowledgeTimeout.isZero()) {
      throw new UsageException(
          "ingest.acknowledge-timeout: " + acknowledgeTimeout + " (expected: more than nothing)");
    }
  }

  public static IngestConfig from(Settings settings) {
    return new IngestConfig(
        settings.duration("ingest.lateness", Duration.ofSeconds(1)),
        settings.count("ingest.chunk", 5_000),
        settings.duration("ingest.acknowledge-timeout", Duration.ofSeconds(60)),
        sourcesOf(settings.text("ingest.kafka-sources", "")));
  }

  private static Set<Topic> sourcesOf(String text) {
    Set<Topic> sources = new TreeSet<>();
    for (String name : text.split(",", -1)) {
      if (!name.isBlank()) {
        sources.add(Topic.named(name.strip())
            .filter(Topic.FOREIGN::contains)
            .orElseThrow(() -> new UsageException("ingest.kafka-sources: " + name.strip()
                + " (expected: some of "
                + Topic.FOREIGN.stream().map(Topic::topicName).collect(Collectors.joining(", "))
                + ")")));
      }
    }
    return sources;
  }
}
