package io.fedics.shared.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.event.AttackLabel;
import java.util.List;
import org.junit.jupiter.api.Test;

class TechniquesTest {

  @Test
  void ids_sameRule_followTheVersion() {
    List<String> rules = List.of("rogue-master");

    assertThat(Techniques.of(Techniques.V18_1).ids(AttackLabel.UNAUTHORISED_COMMAND, rules))
        .containsExactly("T0836", "T0848", "T0855");
    assertThat(Techniques.of(Techniques.V19).ids(AttackLabel.UNAUTHORISED_COMMAND, rules))
        .containsExactly("T0836", "T0848", "T1692.001");
  }

  @Test
  void ids_scan_isASubTechniqueInV19() {
    var techniques = Techniques.of(Techniques.V19);

    assertThat(techniques.ids(AttackLabel.PROBE, List.of("vertical-scan", "surge")))
        .containsExactly("T0846.001");
    assertThat(techniques.name("T0846.001")).isEqualTo("Remote System Discovery: Port Scan");
  }

  @Test
  void ids_unknownRule_fallBackToTheLabel() {
    var techniques = Techniques.of(Techniques.V18_1);

    assertThat(techniques.ids(AttackLabel.DOS, List.of("surge"))).containsExactly("T0814");
    assertThat(techniques.ids(AttackLabel.OTHER, List.of("surge"))).isEmpty();
  }

  @Test
  void ids_everyLabelThatIsAnAttack_hasOne() {
    for (String version : List.of(Techniques.V18_1, Techniques.V19)) {
      for (AttackLabel label : AttackLabel.values()) {
        boolean named = label != AttackLabel.BENIGN && label != AttackLabel.OTHER;
        assertThat(Techniques.of(version).ids(label, List.of()).isEmpty()).isEqualTo(!named);
      }
    }
  }

  @Test
  void of_unknownVersion_saysWhatIsExpected() {
    assertThatThrownBy(() -> Techniques.of("v7")).hasMessage("v7 (expected: v18.1 or v19)");
  }
}
