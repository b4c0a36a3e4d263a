package io.fedics.fl.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleTest {

  private static Bundle.Builder sample() {
    return Bundle.of("iforest", "demo")
        .texts("features", List.of("a", "b"))
        .text("card", "# demo")
        .whole("rows", 12)
        .number("threshold", 0.5)
        .ints("left", new int[] {1, -2})
        .floats("w", new float[] {1.5f})
        .doubles("q", new double[] {0.1, 0.2});
  }

  @Test
  void read_ofItsBytes_isEqual() {
    Bundle bundle = sample().build();
    Bundle again = Bundle.read(bundle.bytes());
    assertThat(again).isEqualTo(bundle);
    assertThat(again.sha256()).isEqualTo(bundle.sha256()).hasSize(64);
    assertThat(again.version()).hasSize(12);
    assertThat(again.features()).containsExactly("a", "b");
    assertThat(again.whole("rows")).isEqualTo(12);
    assertThat(again.number("threshold")).isEqualTo(0.5);
    assertThat(again.ints("left")).containsExactly(1, -2);
    assertThat(again.floats("w", 1)).containsExactly(1.5f);
    assertThat(again.doubles("q")).containsExactly(0.1, 0.2);
  }

  @Test
  void read_anyByteAltered_isRefused() {
    byte[] bytes = sample().build().bytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] altered = bytes.clone();
      altered[i] ^= 1;
      assertThatThrownBy(() -> Bundle.read(altered)).isInstanceOf(BundleException.class);
    }
  }

  @Test
  void read_cutAnywhere_isRefused() {
    byte[] bytes = sample().build().bytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Bundle.read(cut)).isInstanceOf(BundleException.class);
    }
  }

  @Test
  void build_notFinite_isRefusedWithItsName() {
    assertThatThrownBy(() -> sample().number("threshold", Double.NaN).build())
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("threshold");
    assertThatThrownBy(
            () -> sample().floats("w", new float[] {Float.POSITIVE_INFINITY}).build())
        .isInstanceOf(BundleException.class);
  }

  @Test
  void get_wrongTypeLengthOrKind_isRefusedInOneSentence() {
    Bundle bundle = sample().build();
    assertThatThrownBy(() -> bundle.floats("q")).hasMessageContaining("q is double[]");
    assertThatThrownBy(() -> bundle.doubles("q", 3)).hasMessageContaining("2 values (expected: 3)");
    assertThatThrownBy(() -> bundle.whole("none")).hasMessageContaining("none is missing");
    assertThatThrownBy(() -> bundle.requireKind("lstm")).hasMessageContaining("expected: lstm");
  }

  @Test
  void read_strangeNameOfAnUnknownType_isRefusedInOneShortLine() {
    byte[] bytes = sample().whole("a\n" + "b".repeat(5_000), 1).build().bytes();
    int type = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("bl\0") + 1;
    bytes[type] = 'x';
    byte[] hash = Bundle.digest(bytes, bytes.length - 32);
    System.arraycopy(hash, 0, bytes, bytes.length - 32, 32);
    assertThatThrownBy(() -> Bundle.read(bytes))
        .isInstanceOf(BundleException.class)
        .hasMessageMatching("bundle: a\\\\nb{70,80}… has type 120 \\(expected: .*\\)");
  }

  @Test
  void requireKind_kindThatIsNotPrintable_isEscaped() {
    Bundle bundle = Bundle.of("li\u001b[2J", "x")
        .texts("features", List.of())
        .text("card", "")
        .build();
    assertThatThrownBy(() -> bundle.requireKind("lstm"))
        .hasMessage("bundle x: kind li\\u001b[2J (expected: lstm)");
  }

  @Test
  void build_withoutCard_isRefused() {
    assertThatThrownBy(() -> Bundle.of("lstm", "x").build())
        .hasMessageContaining("card, features is missing");
  }

  @Test
  void change_oneValue_givesAnotherVersionAndLeavesTheOldOne() {
    Bundle bundle = sample().build();
    Bundle changed = bundle.change().whole("rows", 13).build();
    assertThat(changed.version()).isNotEqualTo(bundle.version());
    assertThat(bundle.whole("rows")).isEqualTo(12);
  }
}
