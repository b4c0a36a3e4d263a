package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.FlowState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowStatesTest {

  @ParameterizedTest
  @CsvSource({
    "S0, ATTEMPTED", "REJ, REJECTED", "SF, ESTABLISHED", "S1, ESTABLISHED", "S2, ESTABLISHED",
        "S3, ESTABLISHED",
    "RSTO, RESET", "RSTR, RESET", "RSTOS0, ATTEMPTED", "SH, ATTEMPTED", "SHR, PARTIAL",
        "RSTRH, PARTIAL",
    "OTH, PARTIAL"
  })
  void ofZeek_everyState_isKnown(String state, FlowState expected) {
    assertThat(FlowStates.ofZeek(state)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "S_, ATTEMPTED",
    "S_R, REJECTED",
    "S_RA, REJECTED",
    "S_SA, PARTIAL",
    "SR_SA, RESET",
    "SPA_SPA, ESTABLISHED",
    "FSPA_FSPA, ESTABLISHED",
    "FSRPA_FSPA, ESTABLISHED",
    "SRPA_SPA, RESET",
    "PA_PA, PARTIAL",
    "FSA_, PARTIAL",
    "CON, ESTABLISHED",
    "INT, ATTEMPTED",
    "ECO, ATTEMPTED",
    "ECR, ESTABLISHED",
    "URP, PARTIAL",
    "RST, RESET",
    "S0, ATTEMPTED",
    "_RA, PARTIAL",
    "_, PARTIAL"
  })
  void ofArgus_flagsOfBothSides_giveState(String state, FlowState expected) {
    assertThat(FlowStates.ofArgus(state, false)).contains(expected);
  }

  @Test
  void ofArgus_answeredEcho_isEstablished() {
    assertThat(FlowStates.ofArgus("ECO", true)).contains(FlowState.ESTABLISHED);
  }

  @Test
  void ofArgus_unknownWord_isEmpty() {
    assertThat(FlowStates.ofArgus("NRS", false)).isEmpty();
  }

  @Test
  void ofSuricata_flagsSayMoreThanState() {
    assertThat(FlowStates.ofSuricata("closed", 0x02, 0x14, true)).contains(FlowState.REJECTED);
    assertThat(FlowStates.ofSuricata("closed", 0x1b, 0x1b, true)).contains(FlowState.ESTABLISHED);
    assertThat(FlowStates.ofSuricata("closed", 0x1e, 0x1a, true)).contains(FlowState.RESET);
  }

  @Test
  void ofSuricata_noFlags_goesByState() {
    assertThat(FlowStates.ofSuricata("new", null, null, false)).contains(FlowState.ATTEMPTED);
    assertThat(FlowStates.ofSuricata("new", 0, 0, false)).contains(FlowState.ATTEMPTED);
    assertThat(FlowStates.ofSuricata("new", null, null, true)).contains(FlowState.PARTIAL);
    assertThat(FlowStates.ofSuricata("established", null, null, true))
        .contains(FlowState.ESTABLISHED);
    assertThat(FlowStates.ofSuricata("odd", null, null, true)).isEmpty();
  }
}
