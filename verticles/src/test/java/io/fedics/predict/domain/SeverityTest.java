package io.fedics.predict.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.asset.AssetRole;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.SeverityLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeverityTest {

  @Test
  void of_anyCircumstances_staysInRange() {
    for (AttackLabel label : AttackLabel.values()) {
      double severity =
          Severity.of(label, 1, true, AssetRole.CONTROLLER, Long.MAX_VALUE, Long.MAX_VALUE);
      assertThat(severity).isBetween(0.0, 1.0);
    }
  }

  @Test
  void of_eachCircumstance_raisesIt() {
    double plain = Severity.of(AttackLabel.PROBE, 0.9, true, AssetRole.UNKNOWN, 1, 0);

    assertThat(Severity.of(AttackLabel.PROBE, 0.9, true, AssetRole.CONTROLLER, 1, 0))
        .isGreaterThan(plain);
    assertThat(Severity.of(AttackLabel.PROBE, 0.9, true, AssetRole.UNKNOWN, 50, 0))
        .isGreaterThan(plain);
    assertThat(Severity.of(AttackLabel.PROBE, 0.9, true, AssetRole.UNKNOWN, 1, 60))
        .isGreaterThan(plain);
  }

  @Test
  void of_surgeAlone_staysBelowMedium() {
    double severity = Severity.of(AttackLabel.OTHER, 0.95, true, AssetRole.CONTROLLER, 4, 60);

    assertThat(SeverityLevel.of(severity)).isLessThan(SeverityLevel.MEDIUM);
  }

  @Test
  void of_writesToAController_areHigh() {
    double severity =
        Severity.of(AttackLabel.UNAUTHORISED_COMMAND, 0.9, true, AssetRole.CONTROLLER, 1, 0);

    assertThat(SeverityLevel.of(severity)).isGreaterThanOrEqualTo(SeverityLevel.HIGH);
  }

  @ParameterizedTest
  @EnumSource(AttackLabel.class)
  void of_noRuleAgrees_staysBelowMedium(AttackLabel label) {
    double severity =
        Severity.of(label, 1, false, AssetRole.CONTROLLER, Long.MAX_VALUE, Long.MAX_VALUE);

    assertThat(SeverityLevel.of(severity)).isLessThan(SeverityLevel.MEDIUM);
  }
}
