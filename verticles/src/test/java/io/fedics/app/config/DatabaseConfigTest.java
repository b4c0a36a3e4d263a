package io.fedics.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseConfigTest {
  @TempDir
  private Path folder;

  @Test
  void from_passwordFile_isReadWithoutTheEndOfItsLine() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "p@ss word\n");
    var config = DatabaseConfig.from(
        new Settings(Map.of("database.host", "db", "database.password-file", file.toString())));
    assertThat(config.external().orElseThrow().password()).isEqualTo("p@ss word");
  }

  @Test
  void from_passwordFileThatIsNotThere_isOneSentence() {
    assertThatThrownBy(() -> DatabaseConfig.from(
            new Settings(Map.of("database.password-file", folder.resolve("none").toString()))))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("database.password-file: ")
        .hasMessageEndingWith("(expected: a readable text file)");
  }

  @Test
  void from_passwordGivenTwice_isRefused() {
    assertThatThrownBy(() -> DatabaseConfig.from(
            new Settings(Map.of("database.password", "a", "database.password-file", "b"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("not both");
  }
}
