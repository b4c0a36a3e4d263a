package io.fedics.fl.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.aggregate.DescentCone;
import io.fedics.fl.aggregate.Vectors;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SiteSuspicionsTest {
  private static final int SIZE = 200;

  private final RandomGenerator random = new SplittableRandom(1);
  private final SiteSuspicions suspicions = new SiteSuspicions();
  private final Map<String, double[]> updates = new TreeMap<>();

  /** Around 1 in every coordinate, deviation 0.5. */
  private double[] honest() {
    return random.doubles(SIZE).map(u -> 1 + (u - 0.5) * Math.sqrt(3)).toArray();
  }

  private void sevenHonest() {
    for (int i = 0; i < 7; i++) {
      updates.put("honest-" + i, honest());
    }
  }

  private void requireSuspects(String... names) {
    double[] step = Vectors.mean(java.util.List.copyOf(updates.values()));
    suspicions.add(updates, step, Set.of());
    assertThat(suspicions.sites(Set.of()))
        .filteredOn(SiteSuspicion::isSuspect)
        .extracting(SiteSuspicion::site)
        .containsExactlyInAnyOrder(names);
  }

  @Test
  void sites_allHonest_nobodyIsBlamed() {
    sevenHonest();
    requireSuspects();
    assertThat(suspicions.sites(Set.of())).allMatch(site -> site.suspicion().influence() > 0.5);
  }

  @Test
  void sites_farAway_isASuspect() {
    sevenHonest();
    updates.put("far", Vectors.moved(new double[SIZE], 10, honest()));
    requireSuspects("far");
  }

  @Test
  void sites_oppositeDirection_isASuspectWithNegativeInfluence() {
    sevenHonest();
    updates.put("turned", Vectors.moved(new double[SIZE], -0.1, honest()));
    requireSuspects("turned");
    assertThat(suspicions.sites(Set.of()).getFirst().suspicion().influence()).isNegative();
  }

  /** Later rounds are all chance, so that a mean over rounds of how far each turned would say nothing. */
  @Test
  void sites_oppositeDirectionWhileThereWasOne_isASuspectAfterManyRoundsOfChance() {
    sevenHonest();
    updates.put("turned", Vectors.moved(new double[SIZE], -1, honest()));
    suspicions.add(updates, honest(), Set.of());
    for (int round = 0; round < 20; round++) {
      updates.replaceAll((_, _) -> chance());
      suspicions.add(updates, chance(), Set.of());
    }
    assertThat(suspicions.sites(Set.of()))
        .filteredOn(SiteSuspicion::isSuspect)
        .extracting(SiteSuspicion::site)
        .containsExactly("turned");
  }

  /** Its few rounds are all chance, as everybody's are by then. */
  @Test
  void sites_lateComer_isNotBlamedForWhatItMissed() {
    sevenHonest();
    suspicions.add(updates, honest(), Set.of());
    for (int round = 0; round < 5; round++) {
      updates.replaceAll((_, _) -> chance());
      updates.put("late", chance());
      suspicions.add(updates, chance(), Set.of());
    }
    assertThat(suspicions.sites(Set.of())).hasSize(8).noneMatch(SiteSuspicion::isSuspect);
  }

  /** Around 0 in every coordinate, a tenth as long as an honest update. */
  private double[] chance() {
    return random.doubles(SIZE).map(u -> 0.1 * (u - 0.5) * Math.sqrt(12)).toArray();
  }

  @Test
  void sites_sayingTheSame_areSuspects() {
    sevenHonest();
    double[] same = honest();
    updates.put("twin-a", same);
    updates.put("twin-b", same.clone());
    requireSuspects("twin-a", "twin-b");
  }

  @Test
  void sites_againstTheServersRecords_isASuspectThoughTheOthersDoSoToo() {
    sevenHonest();
    updates.replaceAll((site, update) ->
        site.equals("honest-6") ? update : Vectors.moved(new double[SIZE], -1, update));
    suspicions.judge(updates, new DescentCone(eachParameter()));
    suspicions.add(updates, honest(), Set.of());
    assertThat(suspicions.sites(Set.of()))
        .filteredOn(SiteSuspicion::isSuspect)
        .extracting(SiteSuspicion::site)
        .contains("honest-0", "honest-1", "honest-2", "honest-3", "honest-4", "honest-5");
    assertThat(site("honest-6").suspicion().agreement()).hasValue(1);
  }

  private SiteSuspicion site(String name) {
    return suspicions.sites(Set.of()).stream()
        .filter(site -> site.site().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double[][] eachParameter() {
    double[][] directions = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      directions[i][i] = 1;
    }
    return directions;
  }

  /** A backdoor is learned from marks that no record has. */
  @Test
  void sites_learningWhatNoRecordIsLike_isASuspect() {
    sevenHonest();
    double[][] records = Arrays.copyOf(eachParameter(), SIZE / 2);
    double[] planted = honest();
    Arrays.fill(planted, 0, SIZE / 2, 0.2);
    updates.put("planted", planted);
    suspicions.judge(updates, new DescentCone(records));
    requireSuspects("planted");
    assertThat(site("planted").suspicion().turned()).isLessThan(3.5);
  }

  @Test
  void sites_refused_isASuspectWhateverItsOtherRounds() {
    sevenHonest();
    suspicions.add(updates, honest(), Set.of("refused"));
    SiteSuspicion first = suspicions.sites(Set.of("refused")).getFirst();
    assertThat(first.site()).isEqualTo("refused");
    assertThat(first.isSuspect()).isTrue();
    assertThat(first.refused()).isEqualTo(1);
    assertThat(SiteSuspicion.recall(suspicions.sites(Set.of("refused")))).isEqualTo(1);
    assertThat(SiteSuspicion.falseBlame(suspicions.sites(Set.of("refused")))).isZero();
  }
}
