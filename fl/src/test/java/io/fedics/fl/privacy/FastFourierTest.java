package io.fedics.fl.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FastFourierTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 64})
  void forward_anyValues_isTheSumOfItsDefinition(int size) {
    double[] real = new SplittableRandom(size).doubles(size, -1, 1).toArray();
    double[] imaginary = new SplittableRandom(size + 1L).doubles(size, -1, 1).toArray();
    double[] r = real.clone();
    double[] i = imaginary.clone();
    new FastFourier(size).forward(r, i);
    for (int k = 0; k < size; k++) {
      double sumReal = 0;
      double sumImaginary = 0;
      for (int n = 0; n < size; n++) {
        double angle = -2 * Math.PI * n * k / size;
        sumReal += real[n] * Math.cos(angle) - imaginary[n] * Math.sin(angle);
        sumImaginary += real[n] * Math.sin(angle) + imaginary[n] * Math.cos(angle);
      }
      assertThat(r[k]).isCloseTo(sumReal, within(1e-12));
      assertThat(i[k]).isCloseTo(sumImaginary, within(1e-12));
    }
  }

  @Test
  void inverse_ofForward_givesTheValuesBack() {
    double[] real = new SplittableRandom(1).doubles(1 << 16).toArray();
    double[] r = real.clone();
    double[] i = new double[real.length];
    var fourier = new FastFourier(real.length);
    fourier.forward(r, i);
    fourier.inverse(r, i);
    assertThat(r).containsExactly(real, within(1e-13));
    assertThat(i).containsExactly(new double[real.length], within(1e-13));
  }

  @Test
  void constructor_otherLength_isRefused() {
    assertThatThrownBy(() -> new FastFourier(12)).hasMessageContaining("12 (expected");
  }
}
