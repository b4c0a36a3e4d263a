package io.fedics.app.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenTest {
  @TempDir
  private Path folder = Path.of("");

  @Test
  void requireReadable_plainFile_isTaken() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "a\n");
    assertThatCode(() -> Given.requireReadable("--train", List.of(file)))
        .doesNotThrowAnyException();
  }

  @Test
  void requireReadable_pipe_isRefusedAtOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assertThatThrownBy(() -> Given.requireReadable("--train", List.of(pipe)))
        .isInstanceOf(UsageException.class)
        .hasMessage("--train: " + pipe
            + " is not a plain file (expected: a file that can be read; it is read twice)");
  }
}
