package io.fedics.shared.event;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The verdict about one host in one second.
 *
 * @param second epoch second
 * @param label the likeliest label
 * @param probabilities of every label; they sum to 1
 * @param attack the data set's own class, where the record brought such features
 * @param detectors those that took part, sorted
 * @param anomaly whether any finding was one
 * @param score highest anomaly score behind the verdict, in [0, 1]
 * @param rules the rules that spoke, strongest first
 * @param techniques ATT&CK for ICS ids of the pinned version
 * @param attacker who acts: the host itself, its heaviest peer when the host is a victim, {@link #MANY}, or an account
 * @param victims whom it touches, most involved first, at most 16
 * @param victimCount how many in all
 * @param port destination port, when there is one in particular
 * @param reasons of the strongest finding
 * @param findingIds the findings behind it, strongest first, at most 8
 * @param attributions what the verdict's model weighed, the largest amount first: the contributions sum to the log-odds of
 *     the label against benign (benign: against the next likely label); empty when rules alone decided
 * @param supporters detectors whose evidence speaks for the label, sorted
 */
public record AttackClassified(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    long second,
    String host,
    AttackLabel label,
    Map<AttackLabel, Double> probabilities,
    @Nullable String attack,
    List<String> detectors,
    boolean anomaly,
    double score,
    List<String> rules,
    List<String> techniques,
    String attacker,
    List<String> victims,
    long victimCount,
    @Nullable Integer port,
    @Nullable String protocol,
    List<Reason> reasons,
    List<UUID> findingIds,
    List<Reason> attributions,
    List<String> supporters)
    implements DataEvent {

  /** The attacker of a flood from so many sources that none can be blamed: they are likely spoofed. */
  public static final String MANY = "many";

  public AttackClassified {
    double sum = 0;
    for (double probability : probabilities.values()) {
      sum += probability;
    }
    if (!(Math.abs(sum - 1) < 1e-6)) {
      throw new IllegalArgumentException("probabilities: sum " + sum + " (expected: 1)");
    }
    // Not Map.copyOf: its order differs from process to process, and a repeat must have the same
    // bytes.
    probabilities = Collections.unmodifiableMap(new EnumMap<>(probabilities));
    detectors = List.copyOf(detectors);
    rules = List.copyOf(rules);
    techniques = List.copyOf(techniques);
    victims = List.copyOf(victims);
    reasons = List.copyOf(reasons);
    findingIds = List.copyOf(findingIds);
    attributions = List.copyOf(attributions);
    supporters = List.copyOf(supporters);
  }
}
