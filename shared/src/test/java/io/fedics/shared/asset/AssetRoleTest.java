package io.fedics.shared.asset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AssetRoleTest {

  @Test
  void ofPorts_modbusAndVnc_isAController() {
    assertThat(AssetRole.ofPorts(List.of(5_900, 502))).isEqualTo(AssetRole.CONTROLLER);
  }

  @Test
  void ofPorts_nothingTelling_isUnknown() {
    assertThat(AssetRole.ofPorts(List.of(80, 443))).isEqualTo(AssetRole.UNKNOWN);
    assertThat(AssetRole.isTelling(443)).isFalse();
  }
}
