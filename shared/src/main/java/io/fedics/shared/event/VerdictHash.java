package io.fedics.shared.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * {@code verdicts_sha256}: one number for everything the pipeline decided, equal however the inputs were split or
 * ordered. SHA-256 over UTF-8 lines, each ended by a line feed:
 *
 * <ol>
 *   <li>each verdict once, by {@code observed_at}, then {@code event_id} as text: {@code microseconds since the
 *       epoch|event_id|site|host|label|attacker|score}, the score as {@link Double#toString};
 *   <li>then benign hosts by site and second, summed over partitions: {@code benign|site|second|hosts}.
 * </ol>
 *
 * Not thread-safe. Memory: one line per verdict and per second with benign hosts.
 */
public final class VerdictHash {
  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::micros).thenComparing(Place::id);

  private final Map<Place, String> verdicts = new TreeMap<>(ORDER);
  private final Map<String, Map<Long, Long>> benign = new TreeMap<>();

  private record Place(long micros, String id) {}

  public void add(AttackClassified verdict) {
    add(
        verdict.observedAt(),
        verdict.eventId(),
        verdict.site(),
        verdict.host(),
        verdict.label().wireName(),
        verdict.attacker(),
        verdict.score());
  }

  /** A verdict from its stored columns. */
  public void add(
      Instant observedAt,
      UUID eventId,
      String site,
      String host,
      String label,
      String attacker,
      double score) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, observedAt);
    String id = eventId.toString();
    verdicts.put(
        new Place(micros, id),
        String.join(
            "|", Long.toString(micros), id, site, host, label, attacker, Double.toString(score)));
  }

  /** Hosts judged benign in one second by one partition; zero changes nothing. */
  public void addBenign(String site, long second, long hosts) {
    if (hosts > 0) {
      benign.computeIfAbsent(site, _ -> new TreeMap<>()).merge(second, hosts, Long::sum);
    }
  }

  /** Lower-case hex. */
  public String hex() {
    MessageDigest sha = sha256();
    verdicts.values().forEach(line -> sha.update(bytes(line)));
    benign.forEach((site, seconds) -> seconds.forEach(
        (second, hosts) -> sha.update(bytes("benign|" + site + '|' + second + '|' + hosts))));
    return HexFormat.of().formatHex(sha.digest());
  }

  private static byte[] bytes(String line) {
    return (line + '\n').getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
