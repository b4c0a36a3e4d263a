package io.fedics.predict;

import io.fedics.shared.address.Prefixes;
import io.fedics.shared.config.Settings;
import java.time.Duration;

/**
 * @param ownPrefixes the site's own address ranges; only own hosts are next hops. The same setting as aggregate's.
 * @param escalationLimit severity from which a verdict is escalated, in [0, 1]
 * @param horizon how far ahead next hops look, event time; positive
 * @param halfLife after which half of an edge's weight is forgotten, event time; at least a minute
 * @param graphHosts most hosts kept in a site's graph; positive
 * @param graphNeighbours most neighbours kept of a host; positive
 */
public record PredictConfig(
    String ownPrefixes,
    double escalationLimit,
    Duration horizon,
    Duration halfLife,
    int graphHosts,
    int graphNeighbours) {

  public static final PredictConfig DEFAULT = new PredictConfig(
      Prefixes.PRIVATE, 0.7, Duration.ofMinutes(15), Duration.ofHours(1), 2_048, 16);

  public PredictConfig {
    if (!(escalationLimit >= 0 && escalationLimit <= 1)) {
      throw refuse("escalation-limit", escalationLimit, "0 to 1");
    }
    if (horizon.compareTo(Duration.ofSeconds(1)) < 0) {
      throw refuse("horizon", horizon, "1s or more");
    }
    if (halfLife.compareTo(Duration.ofMinutes(1)) < 0) {
      throw refuse("half-life", halfLife, "1m or more");
    }
    if (graphHosts < 1) {
      throw refuse("graph-hosts", graphHosts, "1 or more");
    }
    if (graphNeighbours < 1) {
      throw refuse("graph-neighbours", graphNeighbours, "1 or more");
    }
  }

  private static IllegalArgumentException refuse(String key, Object value, String expected) {
    return new IllegalArgumentException(
        "predict." + key + ": " + value + " (expected: " + expected + ")");
  }

  public static PredictConfig from(Settings settings) {
    return new PredictConfig(
        settings.text("aggregate.own-prefixes", DEFAULT.ownPrefixes),
        settings.number("predict.escalation-limit", DEFAULT.escalationLimit),
        settings.duration("predict.horizon", DEFAULT.horizon),
        settings.duration("predict.half-life", DEFAULT.halfLife),
        settings.count("predict.graph-hosts", DEFAULT.graphHosts),
        settings.count("predict.graph-neighbours", DEFAULT.graphNeighbours));
  }
}
