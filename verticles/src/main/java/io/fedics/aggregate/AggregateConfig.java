package io.fedics.aggregate;

import io.fedics.shared.address.Prefixes;
import io.fedics.shared.config.Settings;
import io.fedics.shared.topic.Partitioner;

/**
 * How much of a second is kept by host; the rest is folded into one counted host.
 *
 * @param ownPrefixes the site's own address ranges, comma-separated
 * @param ownHosts most own hosts kept as sources in one second; at least 64, cut by bucket
 * @param externals most other hosts kept as sources in one second; at least 64, cut by bucket
 * @param ownDestinations most own destinations kept of one source in one second; at least 1
 * @param externalDestinations most other destinations kept of one source in one second; at least 1
 */
public record AggregateConfig(
    String ownPrefixes,
    int ownHosts,
    int externals,
    int ownDestinations,
    int externalDestinations) {

  public static final AggregateConfig DEFAULT =
      new AggregateConfig(Prefixes.PRIVATE, 16_384, 4_096, 1_024, 256);

  public AggregateConfig {
    try {
      Prefixes.of(ownPrefixes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("aggregate.own-prefixes: " + e.getMessage(), e);
    }
    require("own-hosts", ownHosts, Partitioner.BUCKETS);
    require("externals", externals, Partitioner.BUCKETS);
    require("own-destinations", ownDestinations, 1);
    require("external-destinations", externalDestinations, 1);
  }

  private static void require(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "aggregate." + name + ": " + value + " (expected: " + least + " or more)");
    }
  }

  public static AggregateConfig from(Settings settings) {
    return new AggregateConfig(
        settings.text("aggregate.own-prefixes", DEFAULT.ownPrefixes),
        settings.count("aggregate.own-hosts", DEFAULT.ownHosts),
        settings.count("aggregate.externals", DEFAULT.externals),
        settings.count("aggregate.own-destinations", DEFAULT.ownDestinations),
        settings.count("aggregate.external-destinations", DEFAULT.externalDestinations));
  }
}
