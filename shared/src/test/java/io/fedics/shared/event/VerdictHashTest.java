package io.fedics.shared.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerdictHashTest {

  @Test
  void hex_anyOrderAndRepeats_isTheSame() {
    var one = new VerdictHash();
    add(one, 2, 0.5);
    add(one, 1, 0.25);
    one.addBenign("demo", 10, 3);
    one.addBenign("demo", 10, 4);
    var other = new VerdictHash();
    other.addBenign("demo", 10, 7);
    add(other, 1, 0.25);
    add(other, 2, 0.5);
    add(other, 2, 0.5);

    assertThat(one.hex()).isEqualTo(other.hex());
  }

  @Test
  void hex_anythingElse_differs() {
    var one = new VerdictHash();
    add(one, 1, 0.25);
    var score = new VerdictHash();
    add(score, 1, 0.250001);
    var benign = new VerdictHash();
    add(benign, 1, 0.25);
    benign.addBenign("demo", 10, 1);

    assertThat(one.hex()).isNotEqualTo(score.hex()).isNotEqualTo(benign.hex());
  }

  @Test
  void hex_nothing_isTheHashOfNothing() {
    assertThat(new VerdictHash().hex()).startsWith("e3b0c44298fc1c14");
  }

  private static void add(VerdictHash hash, int n, double score) {
    hash.add(
        Instant.ofEpochSecond(n), new UUID(0, n), "demo", "10.0.0.1", "probe", "10.0.0.1", score);
  }
}
