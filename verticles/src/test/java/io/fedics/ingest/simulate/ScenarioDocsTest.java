package io.fedics.ingest.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.ingest.simulate.domain.ScenarioName;
import io.fedics.shared.attack.Techniques;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScenarioDocsTest {
  private static final Path DOCS = Path.of("..", "docs", "scenarios.md");

  @ParameterizedTest
  @EnumSource
  void scenariosPage_eachScenario_namesLabelAndTechnique(ScenarioName scenario) throws IOException {
    String label =
        scenario == ScenarioName.TOUR ? "each attack's" : scenario.label().wireName();
    List<String> ids = Techniques.of(Techniques.V18_1).ids(scenario.label(), List.of());
    String technique = ids.isEmpty() || scenario == ScenarioName.TOUR ? "–" : ids.getFirst();
    assertThat(Files.readAllLines(DOCS))
        .anyMatch(row ->
            row.startsWith("| `%s` | %s | %s".formatted(scenario.wireName(), label, technique)));
  }
}
