package io.fedics.fl.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DescentConeTest {
  private static final double HALF = Math.sqrt(0.5);

  /** At right angles. */
  private final DescentCone corner = new DescentCone(new double[][] {{1, 0, 0}, {0, 1, 0}});

  @Test
  void agreement_sumOfSteps_isAllAlong() {
    Agreement agreement = corner.agreement(new double[] {3, 4, 0});
    assertThat(agreement.along()).isCloseTo(25, within(0.1));
    assertThat(agreement.against()).isZero();
    assertThat(agreement.direction()).isEqualTo(1);
    assertThat(agreement.explained()).isCloseTo(1, within(0.01));
  }

  @Test
  void agreement_turnedSum_isAllAgainst() {
    Agreement agreement = corner.agreement(new double[] {-3, -4, 0});
    assertThat(agreement.along()).isZero();
    assertThat(agreement.direction()).isEqualTo(-1);
  }

  @Test
  void agreement_partlyElse_explainsOnlyItsShare() {
    Agreement agreement = corner.agreement(new double[] {0, 3, 4});
    assertThat(agreement.explained()).isCloseTo(9.0 / 25, within(0.01));
    assertThat(agreement.length()).isEqualTo(25);
  }

  @Test
  void agreement_alongOneAndAgainstTheOther_isBoth() {
    Agreement agreement = corner.agreement(new double[] {2, -1, 0});
    assertThat(agreement.along()).isCloseTo(4, within(0.01));
    assertThat(agreement.against()).isCloseTo(1, within(0.01));
    assertThat(agreement.direction()).isCloseTo(0.6, within(0.01));
  }

  /** Behind a narrow cone the nearest point of it is its apex, on its side the nearest edge. */
  @Test
  void agreement_narrowCone_isTheNearestPointOfIt() {
    var narrow = new DescentCone(new double[][] {{1, 0}, {HALF, HALF}});
    assertThat(narrow.agreement(new double[] {0, 1}).along()).isCloseTo(0.5, within(0.01));
    assertThat(narrow.agreement(new double[] {-1, 0.5}).along()).isZero();
  }

  /** No point of the cone is nearer to the update than the one that explains so much. */
  @Test
  void agreement_manyLikeDirections_isTheLeastSquaresSolution() {
    var random = new SplittableRandom(1);
    double[][] directions = new double[30][];
    for (int i = 0; i < directions.length; i++) {
      double[] one = random.doubles(8).toArray(); // all in the positive corner: much alike
      directions[i] = Vectors.moved(new double[8], 1 / Vectors.norm(one), one);
    }
    var cone = new DescentCone(directions);
    double[] update = random.doubles(8, -1, 2).toArray();
    double unexplained = Vectors.dot(update, update) - cone.agreement(update).along();
    for (int trial = 0; trial < 20_000; trial++) {
      double[] point = new double[8];
      for (int part = 0; part < 3; part++) {
        point = Vectors.moved(point, 2 * random.nextDouble(), directions[random.nextInt(30)]);
      }
      double off = Vectors.distance(update, point);
      assertThat(off * off).isGreaterThan(unexplained - 0.02);
    }
  }
}
