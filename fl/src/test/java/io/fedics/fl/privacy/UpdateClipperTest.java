package io.fedics.fl.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateClipperTest {

  @Test
  void clip_longUpdate_keepsDirectionAndMeetsNorm() {
    double[] clipped = new UpdateClipper(1).clip(new double[] {3, 4});
    assertThat(clipped).containsExactly(new double[] {0.6, 0.8}, within(1e-12));
  }

  @Test
  void clip_shortUpdate_isUnchanged() {
    assertThat(new UpdateClipper(10).clip(new double[] {3, 4})).containsExactly(3, 4);
  }

  @Test
  void clip_zeroUpdate_isUnchanged() {
    assertThat(new UpdateClipper(1).clip(new double[2])).containsExactly(0, 0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void constructor_badNorm_isRejected(double clipNorm) {
    assertThatThrownBy(() -> new UpdateClipper(clipNorm))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void clip_nanUpdate_isRejected() {
    assertThatThrownBy(() -> new UpdateClipper(1).clip(new double[] {Double.NaN}))
        .hasMessageContaining("not finite");
  }
}
