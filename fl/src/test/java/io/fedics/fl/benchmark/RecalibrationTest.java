package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.evaluate.NormalScores;
import io.fedics.fl.evaluate.TrainingData;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Scores are the logarithms of tails themselves: normals as they were are exponential with mean 1. */
class RecalibrationTest {
  private static final double LEVEL = -Math.log(0.03);
  private static final float USUAL = 0;
  private static final float NEW = 50;
  private static final float ATTACKS = 100;

  @Test
  void judge_newGroupOfNormalsWithHeavierTail_bringsTheRateBackAndKeepsTheAttacks() {
    var random = new SplittableRandom(11);
    Recalibration recalibration = recalibration();
    int before = 0;
    int alarms = 0;
    int found = 0;
    int attacks = 0;
    for (int i = 0; i < 20_000; i++) {
      boolean attack = i % 10 == 0;
      boolean strange = i % 10 < 4;
      double score = attack ? 4 + exponential(random) : (strange ? 1.8 : 1) * exponential(random);
      float place = attack ? ATTACKS : strange ? NEW : USUAL;
      boolean said = recalibration.judge(score, near(place, random));
      before += !attack && score > LEVEL ? 1 : 0;
      alarms += !attack && said ? 1 : 0;
      attacks += attack ? 1 : 0;
      found += attack && said ? 1 : 0;
    }
    double normals = 20_000.0 - attacks;
    assertThat(before / normals).as("rate of the old threshold").isGreaterThan(2 * 0.03);
    assertThat(alarms / normals).as("rate").isLessThan(1.5 * 0.03);
    assertThat(found / (double) attacks).as("recall").isGreaterThan(0.98);
  }

  @Test
  void judge_longAttackHalfUnnoticed_staysHalfNoticed() {
    var random = new SplittableRandom(12);
    Recalibration recalibration = recalibration();
    for (int i = 0; i < 2_000; i++) {
      recalibration.judge(exponential(random), near(USUAL, random));
    }
    int found = 0;
    for (int i = 0; i < 4_000; i++) {
      found += recalibration.judge(i % 2 == 0 ? 3 : 6, near(ATTACKS, random)) ? 1 : 0;
    }
    assertThat(found).isEqualTo(2_000);
  }

  @Test
  void judge_longAttackUnnoticed_changesNothingForOthers() {
    var random = new SplittableRandom(13);
    Recalibration recalibration = recalibration();
    for (int i = 0; i < 1_990; i++) {
      recalibration.judge(3, near(ATTACKS, random));
    }
    for (int i = 0; i < 10; i++) {
      recalibration.judge(LEVEL + 0.5, near(NEW, random));
    }
    assertThat(recalibration.judge(LEVEL + 0.3, near(NEW, random))).isTrue();
  }

  @Test
  void judge_aloneAmongCalm_mustBeTwiceAsStrange() {
    var random = new SplittableRandom(14);
    Recalibration recalibration = recalibration();
    for (int i = 0; i < 10; i++) {
      recalibration.judge(0, near(USUAL, random));
    }
    assertThat(recalibration.judge(2 * LEVEL - 0.5, near(USUAL, random))).isFalse();
    assertThat(recalibration.judge(2 * LEVEL + 0.5, near(USUAL, random))).isTrue();
  }

  @Test
  void judge_firstRecord_isJudgedByTheThresholdOfTraining() {
    assertThat(recalibration().judge(LEVEL + 0.2, new float[2])).isTrue();
    assertThat(recalibration().judge(LEVEL - 0.2, new float[2])).isFalse();
  }

  /** What it cannot do: nothing tells such a group from an attack. */
  @Test
  void judge_newGroupWhollyAbove_staysAlarms() {
    var random = new SplittableRandom(15);
    Recalibration recalibration = recalibration();
    int alarms = 0;
    for (int i = 0; i < 3_000; i++) {
      alarms += recalibration.judge(5, near(NEW, random)) ? 1 : 0;
    }
    assertThat(alarms).isEqualTo(3_000);
  }

  @Test
  void threshold_ofCalmAndStrangeRecords_liesBetweenTheOldAndTwiceItsLogarithm() {
    var random = new SplittableRandom(16);
    Recalibration recalibration = recalibration();
    assertThat(recalibration.threshold()).isEqualTo(LEVEL, within(0.2));
    for (int i = 0; i < 2_000; i++) {
      recalibration.judge(exponential(random), near(USUAL, random));
    }
    // Of an exponential with mean 1 the mean of max(0, level − x) is level − 1 + 0.03.
    assertThat(recalibration.threshold()).isEqualTo(2 * LEVEL - 0.97, within(0.4));
  }

  @Test
  void new_quantileOfOne_saysWhatIsExpected() {
    assertThatThrownBy(() -> new Recalibration(normals(), 1, new NeighbourWindow(2, 2, 5, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quantile 1.0 (expected: (0, 1))");
  }

  @Test
  void nearest_ofTheLastRecords_areThoseOfAFullSearch() {
    var random = new SplittableRandom(17);
    var window = new NeighbourWindow(3, 2, 50, 4);
    float[][] last = new float[50][];
    for (int i = 0; i < 180; i++) {
      float[] place = {random.nextInt(9), random.nextFloat(), random.nextInt(3)};
      int count = Math.min(i, 50);
      double[] all = distances(last, count, place);
      double[] sorted = Arrays.stream(all).sorted().limit(4).toArray();
      double[] found =
          Arrays.stream(window.nearest(place)).mapToDouble(s -> all[s]).toArray();
      assertThat(found).containsExactly(sorted, within(1e-4));
      last[window.add(place)] = place;
    }
  }

  private static double[] distances(float[][] places, int count, float[] from) {
    double[] squares = new double[count];
    for (int i = 0; i < count; i++) {
      double first = places[i][0] - from[0];
      double second = places[i][1] - from[1];
      squares[i] = first * first + second * second + (places[i][2] == from[2] ? 0 : 2);
    }
    return squares;
  }

  private static Recalibration recalibration() {
    return new Recalibration(
        normals(), 0.97, new NeighbourWindow(2, 2, 2_000, Recalibration.NEIGHBOURS));
  }

  private static float[] near(float place, SplittableRandom random) {
    return new float[] {place + random.nextFloat(), random.nextFloat()};
  }

  private static NormalScores normals() {
    var random = new SplittableRandom(1);
    double[][] rows = new double[40_000][];
    Arrays.setAll(rows, i -> new double[] {exponential(random)});
    return new TrainingData(rows, new int[rows.length], List.of("normal"))
        .holdOutNormals(0.5, 1)
        .normals()
        .scoredBy(all -> Arrays.stream(all).mapToDouble(row -> row[0]).toArray());
  }

  private static double exponential(SplittableRandom random) {
    return -Math.log(1 - random.nextDouble());
  }
}
