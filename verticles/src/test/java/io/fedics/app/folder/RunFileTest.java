package io.fedics.app.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
  @TempDir
  private Path folder;

  @Test
  void find_killedInstanceWhoseProcessIdIsAnotherPrograms_isNone() throws IOException {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      write(other.pid());
      assertThat(RunFile.find(folder)).isEmpty();

      DataFolder.open(folder).close(); // leaves its lock file
      assertThat(RunFile.find(folder)).isEmpty();
      assertThatThrownBy(() -> RunFile.require(folder))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("no fedics runs on " + folder);
    } finally {
      other.destroyForcibly();
    }
    assertThat(Files.readString(folder.resolve("lock"))).isNotEmpty();
  }

  private void write(long pid) throws IOException {
    new RunFile(
            pid,
            "http://127.0.0.1:1",
            "127.0.0.1:2",
            "postgresql://u@127.0.0.1:3/d",
            Optional.empty(),
            folder.resolve("token"))
        .write(folder);
  }
}
