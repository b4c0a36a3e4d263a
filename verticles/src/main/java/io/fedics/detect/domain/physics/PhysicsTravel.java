package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.SettingBounds;
import io.fedics.shared.attack.Techniques;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.Sighting;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Impossible travel: one account or asset at two sites sooner than the distance allows. Every pair of sightings of one
 * subject within the horizon is judged when its second one arrives, whichever that is, so the order of arrival does not
 * matter; the verdict's id is made of the pair. It is a verdict of its own, at the site of the later sighting.
 *
 * <p>Score: {@code 1 − 0.001 (limit/v)²} for the speed v the pair needs, so 0.999 at the limit, and nothing below it.
 *
 * <p>Source: the "impossible travel" detection common to sign-in services; MITRE ATT&amp;CK T0859 / T1078 Valid Accounts;
 * Sinnott 1984 for the distance.
 *
 * <p>Limits: sites without a location, and sites closer than {@code leastKilometres}, stay silent; remote access
 * through another site's network looks like travel.
 */
public final class PhysicsTravel implements Decision {
  public static final String STAGE = "physics-travel";

  /**
   * @param kilometresPerHour fastest travel that is believed, above 0; an airliner makes 900
   * @param leastKilometres distance below which nothing is judged, at least 0
   * @param slackSeconds by which clocks of two sites may differ, at least 0
   * @param horizonSeconds how far apart two sightings may be, at least 60
   * @param sightings kept per subject, newest first, 2 to 1,024
   * @param subjects kept per partition, at least 16; the longest unseen go first
   */
  public record Limits(
      double kilometresPerHour,
      double leastKilometres,
      long slackSeconds,
      long horizonSeconds,
      int sightings,
      int subjects) {
    public static final Limits DEFAULT = new Limits(900, 50, 60, 86_400, 1_024, 16_384);

    public Limits {
      SettingBounds.requireAbove("travel-kilometres-per-hour", kilometresPerHour, 0);
      if (!(leastKilometres >= 0 && leastKilometres <= 20_100)) {
        throw new IllegalArgumentException(
            "detect.travel-least-kilometres: " + leastKilometres + " (expected: 0 to 20,100)");
      }
      SettingBounds.requireAtLeast("travel-slack-seconds", slackSeconds, 0);
      SettingBounds.requireAtLeast("travel-horizon-seconds", horizonSeconds, 60);
      SettingBounds.requireAtLeast("travel-sightings", sightings, 2);
      if (sightings > MOST_SIGHTINGS) {
        throw new IllegalArgumentException("detect.travel-sightings: " + sightings
            + " (expected: at most " + MOST_SIGHTINGS + ")");
      }
      SettingBounds.requireAtLeast("travel-subjects", subjects, 16);
    }
  }

  private static final int MOST_SIGHTINGS = 1_024;
  private static final double LEAST_DOUBT = 0.001;
  private static final Comparator<Sighting> IN_TIME =
      Comparator.comparing(Sighting::observedAt).thenComparing(Sighting::eventId);

  /** Where one subject was lately, in order of time. */
  static final class Trail {
    private final List<Sighting> sightings = new ArrayList<>();
  }

  private final DerivedSource self;
  private final Limits limits;
  private final List<String> techniques;
  private final KeyedState<Trail> trails = new KeyedState<>("trails", Trail.class);

  /**
   * @param partition of {@code sightings}
   * @param attackVersion of ATT&amp;CK for ICS, as {@link Techniques#of} knows it
   */
  public PhysicsTravel(int partition, PhysicsSettings settings, String attackVersion) {
    this.self = new DerivedSource(STAGE, partition);
    this.limits = settings.travel();
    this.techniques = Techniques.of(attackVersion)
        .ids(AttackLabel.IMPOSSIBLE_TRAVEL, List.of("impossible-travel"));
  }

  @Override
  public boolean onEvent(Event event, Outputs out) {
    if (!(event instanceof Sighting sighting)) {
      return false;
    }
    if (sighting.latitude() == null || sighting.longitude() == null) {
      return true;
    }
    List<Sighting> trail = trails.at(sighting.subject(), Trail::new).sightings;
    int position = 0;
    for (Sighting other : trail) {
      if (!other.site().equals(sighting.site())) {
        position += judge(other, sighting, position, out);
      }
    }
    remember(trail, sighting);
    return true;
  }

  private void remember(List<Sighting> trail, Sighting sighting) {
    int at = trail.size();
    while (at > 0 && IN_TIME.compare(trail.get(at - 1), sighting) > 0) {
      at--;
    }
    trail.add(at, sighting);
    var oldest = trail.getLast().observedAt().minusSeconds(limits.horizonSeconds());
    int stale = 0;
    while (trail.get(stale).observedAt().isBefore(oldest)
        || trail.size() - stale > limits.sightings()) {
      stale++;
    }
    trail.subList(0, stale).clear();
    if (trails.size() > limits.subjects()) {
      forgetLongestUnseen();
    }
  }

  /** An eighth at a time, so that a stream of names does not sort at each of them. */
  private void forgetLongestUnseen() {
    trails.all().entrySet().stream()
        .sorted(Comparator.comparing((Map.Entry<String, Trail> entry) ->
                entry.getValue().sightings.getLast().observedAt())
            .thenComparing(Map.Entry.comparingByKey()))
        .limit(1 + limits.subjects() / 8)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(trails::remove);
  }

  /** Returns how many verdicts it wrote, 0 or 1. */
  private int judge(Sighting known, Sighting cause, int position, Outputs out) {
    boolean knownFirst = IN_TIME.compare(known, cause) < 0;
    Sighting earlier = knownFirst ? known : cause;
    Sighting later = knownFirst ? cause : known;
    double micros = Duration.between(earlier.observedAt(), later.observedAt()).toNanos() / 1e3;
    double hours = (micros / 1e6 + limits.slackSeconds()) / 3_600;
    double kilometres = kilometres(earlier, later);
    if (kilometres < limits.leastKilometres()
        || micros > limits.horizonSeconds() * 1e6
        || kilometres <= limits.kilometresPerHour() * hours) {
      return 0;
    }
    // No slack and no time at all: as fast as light.
    double speed = Math.min(kilometres / Math.max(hours, 1e-6), 1.08e9);
    out.toHost(
        Topic.ATTACK_CLASSIFIED, "", verdict(earlier, later, cause, position, kilometres, speed));
    return 1;
  }

  private static double kilometres(Sighting a, Sighting b) {
    return Earth.kilometres(
        Objects.requireNonNull(a.latitude()),
        Objects.requireNonNull(a.longitude()),
        Objects.requireNonNull(b.latitude()),
        Objects.requireNonNull(b.longitude()));
  }

  /** The seq comes from the sighting that completed the pair, so it rises with that sighting's source. */
  private AttackClassified verdict(
      Sighting earlier,
      Sighting later,
      Sighting cause,
      int position,
      double kilometres,
      double speed) {
    double slower = limits.kilometresPerHour() / speed;
    double score = 1 - LEAST_DOUBT * slower * slower;
    List<String> hosts = Stream.of(later.host(), earlier.host())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
    String host = hosts.isEmpty() ? later.subject() : hosts.getFirst();
    return new AttackClassified(
        EventId.of(earlier.eventId(), later.eventId(), STAGE),
        later.site(),
        later.observedAt(),
        self.of(later.site()) + '/' + cause.source(),
        cause.seq() * MOST_SIGHTINGS + position,
        later.observedAt().getEpochSecond(),
        host,
        AttackLabel.IMPOSSIBLE_TRAVEL,
        probabilities(score),
        null,
        List.of(RulesRef.DETECTOR),
        true,
        score,
        List.of("impossible-travel"),
        techniques,
        later.subject(),
        hosts,
        hosts.size(),
        null,
        null,
        List.of(
            new Reason("speed-km-per-hour", speed, limits.kilometresPerHour(), 1),
            new Reason("distance-km", kilometres, 0, 0)),
        List.of(),
        List.of(),
        List.of(RulesRef.DETECTOR));
  }

  private static Map<AttackLabel, Double> probabilities(double score) {
    Map<AttackLabel, Double> probabilities = new EnumMap<>(AttackLabel.class);
    for (AttackLabel label : AttackLabel.values()) {
      probabilities.put(label, 0.0);
    }
    probabilities.put(AttackLabel.IMPOSSIBLE_TRAVEL, score);
    probabilities.put(AttackLabel.BENIGN, 1 - score);
    return probabilities;
  }

  /** Keeps nothing by site: subjects are bounded by themselves. */
  @Override
  public boolean forget(String site, long lastSecond, Outputs out) {
    return true;
  }

  @Override
  public List<KeyedState<?>> state() {
    return List.of(trails);
  }
}
