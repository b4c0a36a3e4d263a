package io.fedics.detect.domain.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.shared.attack.Techniques;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.Sighting;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.stage.StateCopy;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PhysicsTravelTest {
  /** Berlin and Madrid: 1,870 km, two hours by airliner. */
  private static final double[] BERLIN = {52.52, 13.405};

  private static final double[] MADRID = {40.417, -3.704};

  @Test
  void kilometres_knownCities_areRight() {
    assertThat(Earth.kilometres(BERLIN[0], BERLIN[1], MADRID[0], MADRID[1]))
        .isCloseTo(1_870, within(10.0));
    assertThat(Earth.kilometres(0, 0, 0, 180)).isCloseTo(20_015, within(1.0));
    assertThat(Earth.kilometres(5, 5, 5, 5)).isZero();
  }

  @Test
  void verdict_tenMinutesApart_isImpossibleAtTheLaterSite() {
    List<AttackClassified> verdicts =
        judge(List.of(seen(1, "berlin", 0, BERLIN), seen(2, "madrid", 600, MADRID)));

    assertThat(verdicts).singleElement().satisfies(verdict -> {
      assertThat(verdict.label()).isEqualTo(AttackLabel.IMPOSSIBLE_TRAVEL);
      assertThat(verdict.site()).isEqualTo("madrid");
      assertThat(verdict.attacker()).isEqualTo("account:ada");
      assertThat(verdict.score()).isBetween(0.999, 1.0);
      assertThat(verdict.techniques()).isNotEmpty();
    });
  }

  @Test
  void verdict_timeForTheFlight_none() {
    assertThat(judge(List.of(seen(1, "berlin", 0, BERLIN), seen(2, "madrid", 9_000, MADRID))))
        .isEmpty();
  }

  @Test
  void verdict_sameSiteOrNoLocation_none() {
    assertThat(judge(List.of(
            seen(1, "berlin", 0, BERLIN),
            seen(2, "berlin", 1, BERLIN),
            seen(3, "nowhere", 2, null))))
        .isEmpty();
  }

  @Test
  void verdicts_anyOrderOfArrival_areTheSamePairs() {
    List<Sighting> sightings = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      sightings.add(
          seen(i, i % 3 == 0 ? "madrid" : "berlin", 1_000L * i, i % 3 == 0 ? MADRID : BERLIN));
    }
    List<AttackClassified> expected = judge(sightings);

    Collections.shuffle(sightings, new Random(9));

    assertThat(judge(sightings))
        .hasSizeGreaterThan(10)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source", "seq")
        .isEqualTo(expected);
  }

  @Test
  void state_restoredBetweenTheTwo_stillFindsThePair() {
    var out = new RecordedOutputs(1);
    var first = new PhysicsTravel(0, PhysicsSettings.DEFAULT, Techniques.V18_1);
    first.onEvent(seen(1, "berlin", 0, BERLIN), out);

    var second =
        StateCopy.into(new PhysicsTravel(0, PhysicsSettings.DEFAULT, Techniques.V18_1), first);
    second.onEvent(seen(2, "madrid", 60, MADRID), out);

    assertThat(out.all(Topic.ATTACK_CLASSIFIED, AttackClassified.class)).hasSize(1);
  }

  private static List<AttackClassified> judge(List<Sighting> sightings) {
    var decision = new PhysicsTravel(0, PhysicsSettings.DEFAULT, Techniques.V18_1);
    var out = new RecordedOutputs(2);
    sightings.forEach(sighting -> decision.onEvent(sighting, out));
    return out.all(Topic.ATTACK_CLASSIFIED, AttackClassified.class)
        .sorted(Comparator.comparing(AttackClassified::eventId))
        .toList();
  }

  private static Sighting seen(int id, String site, long second, double @Nullable [] location) {
    return new Sighting(
        EventId.of("sighting", id),
        site,
        Instant.ofEpochSecond(1_700_000_000 + second),
        "run/account",
        id,
        "account:ada",
        "10.0.0." + id,
        location == null ? null : location[0],
        location == null ? null : location[1]);
  }
}
