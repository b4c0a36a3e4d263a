package io.fedics.fl.grpc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where the server listens and what it takes.
 *
 * @param port 0 for any
 * @param tls empty for plain text
 * @param sites that may join, by their certificate's common name; empty for every one the authority vouches for
 * @param mostClients that are there at one time, positive
 * @param mostExamples largest number of examples of one answer, 1 to 10^12
 * @param largestValue greatest magnitude of a parameter, a metric or a loss, positive, at most 10^100
 * @param mostRefusals messages of a site that may be refused in a training before it may not come back; 0 for no limit. Without
 *     TLS nobody is known again
 * @param goodbye how long clients have to go when training is over; positive
 */
public record ServerConfig(
    String host,
    int port,
    Optional<Tls> tls,
    Set<String> sites,
    int mostClients,
    long mostExamples,
    double largestValue,
    int mostRefusals,
    Duration goodbye) {

  /** Sums over all clients stay within what numbers hold. */
  private static final long MOST_EXAMPLES = 1_000_000_000_000L;

  private static final double LARGEST_VALUE = 1e100;

  /** Files in PEM; every client shows a certificate of this authority, and its common name is the client's id. */
  public record Tls(Path certificate, Path key, Path authority) {}

  public ServerConfig {
    sites = Set.copyOf(sites);
    require(port >= 0 && port <= 65_535, "port", port, "0 to 65535");
    require(mostClients >= 1, "max-clients", mostClients, "at least 1");
    require(
        mostExamples >= 1 && mostExamples <= MOST_EXAMPLES,
        "max-examples",
        mostExamples,
        "1 to " + MOST_EXAMPLES);
    require(
        largestValue > 0 && largestValue <= LARGEST_VALUE,
        "max-value",
        largestValue,
        "above 0, at most " + LARGEST_VALUE);
    require(mostRefusals >= 0, "max-refusals", mostRefusals, "0 or more");
    require(goodbye.isPositive(), "goodbye", goodbye, "a positive duration");
    require(sites.isEmpty() || tls.isPresent(), "sites", sites, "none without TLS");
  }

  /** Plain text, bounds that no honest client meets. */
  public static ServerConfig plain(String host, int port) {
    return new ServerConfig(
        host, port, Optional.empty(), Set.of(), 1_000, 10_000_000, 1e6, 0, Duration.ofSeconds(5));
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "fl.%s: %s (expected: %s)".formatted(key, value, expected));
    }
  }
}
