package io.fedics.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.app.feed.PaceOptions;
import io.fedics.app.offline.FileOptions;
import io.fedics.ingest.Pace;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OptionVariableTest {
  private static final Map<String, String> SLOW = Map.of("SIMULATION_DELAY", "20");

  @TempDir
  private Path folder;

  @Test
  void in_emptyOne_isAsGoodAsNone() {
    assertThat(OptionVariable.DATA_PATH.in(Map.of("DATA_PATH", ""))).isEmpty();
    assertThat(OptionVariable.DATA_PATH.in(Map.of("DATA_PATH", "x"))).contains("x");
  }

  @Test
  void pace_noOption_isThatOfTheEnvironment() {
    assertThat(pace(Map.of())).isEqualTo(new Pace.Max());
    assertThat(pace(SLOW)).isEqualTo(new Pace.Every(Duration.ofMillis(20)));
    assertThat(pace(Map.of("SIMULATION_DELAY", "2s")))
        .isEqualTo(new Pace.Every(Duration.ofSeconds(2)));
  }

  @Test
  void pace_option_winsOverTheEnvironment() {
    assertThat(pace(SLOW, "--delay", "7")).isEqualTo(new Pace.Every(Duration.ofMillis(7)));
    assertThat(pace(SLOW, "--speed", "max")).isEqualTo(new Pace.Max());
    assertThat(pace(SLOW, "--speed", "3")).isEqualTo(new Pace.OwnTime(3));
  }

  @Test
  void pace_variableThatIsNoDuration_isOneSentence() {
    assertThatThrownBy(() -> pace(Map.of("SIMULATION_DELAY", "0.1")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("SIMULATION_DELAY: 0.1 (expected: a duration");
  }

  @Test
  void files_noArgument_areThatOfTheEnvironment() throws IOException {
    Path named = flows("named.json");
    Path given = flows("given.json");
    Map<String, String> environment = Map.of("DATA_PATH", named.toString());
    assertThat(files().open(environment).getFirst().path()).isEqualTo(named);
    assertThat(files(given.toString()).open(environment))
        .extracting(file -> file.path())
        .containsExactly(given);
    assertThatThrownBy(() -> files().open(Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage("FILE: missing (expected: a file, here or in DATA_PATH)");
  }

  private Path flows(String name) throws IOException {
    return Files.writeString(folder.resolve(name), """
        {"timestamp":"2024-05-01T10:00:00.000000+0000","event_type":"fileinfo","src_ip":"10.0.0.1"}
        """);
  }

  private static FileOptions files(String... arguments) {
    return CommandLine.populateCommand(new FileOptions(), arguments);
  }

  private static Pace pace(Map<String, String> environment, String... arguments) {
    return CommandLine.populateCommand(new PaceOptions(), arguments).pace(environment);
  }
}
