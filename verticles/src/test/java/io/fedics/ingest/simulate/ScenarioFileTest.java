package io.fedics.ingest.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.ingest.simulate.domain.ScenarioName;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.ScriptedAttack;
import io.fedics.shared.error.UsageException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScenarioFileTest {

  @Test
  void parse_listOfAttacks_readsEachField() {
    Script script = ScenarioFile.parse("mine.json", """
        [{"scenario": "beaconing", "start": 600, "duration": 1800.5, "parameters": {"period": 30}},
         {"scenario": "syn-flood"}]
        """);
    assertThat(script.timed())
        .containsExactly(
            new ScriptedAttack(
                ScenarioName.BEACONING,
                Duration.ofMinutes(10),
                Optional.of(Duration.ofMillis(1_800_500)),
                Map.of("period", "30")),
            ScriptedAttack.of(ScenarioName.SYN_FLOOD, Duration.ZERO));
  }

  @Test
  void read_names_happenInTurn() {
    assertThat(ScenarioFile.read("vertical-scan, beaconing").inTurn())
        .containsExactly(ScenarioName.VERTICAL_SCAN, ScenarioName.BEACONING);
    assertThat(ScenarioFile.read("benign").inTurn()).isEmpty();
  }

  @Test
  void read_unknownName_saysWhatIsKnown() {
    assertThatThrownBy(() -> ScenarioFile.read("scan"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--scenario: scan (expected: one of benign, tour,")
        .hasMessageEndingWith(", or a JSON file)");
  }

  @Test
  void parse_mistakes_nameAttackAndValue() {
    assertThatThrownBy(() -> ScenarioFile.parse("f", "{}"))
        .hasMessage("f: not a JSON list of attacks");
    assertThatThrownBy(() -> ScenarioFile.parse("f", "[{\"scenario\":\"tour\"}]"))
        .hasMessage("f, attack 1: scenario: tour (expected: one attack, such as vertical-scan)");
    assertThatThrownBy(
            () -> ScenarioFile.parse("f", "[{\"scenario\":\"slow-dos\",\"start\":\"x\"}]"))
        .hasMessage("f, attack 1: start: x (expected: a number of seconds)");
    assertThatThrownBy(() -> ScenarioFile.parse("f", "[{\"scenario\":\"slow-dos\",\"begin\":1}]"))
        .hasMessageContaining("begin (expected: scenario, start, duration or parameters)");
    assertThatThrownBy(() -> ScenarioFile.parse("f", "[7]")).isInstanceOf(UsageException.class);
  }
}
