package io.fedics.fl.train.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TrainingFolderTest {

  /** Trains until it is ended. */
  static final class Endless {
    private Endless() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      try (TrainingFolder folder = TrainingFolder.create("fedics-endless")) {
        Files.writeString(folder.file("rows"), "1,2,3");
        System.out.println(folder.file("rows"));
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  void close_folderWithFiles_isGone() throws IOException {
    Path rows;
    try (TrainingFolder folder = TrainingFolder.create("fedics-folder")) {
      rows = Files.writeString(folder.file("rows"), "1,2,3");
      Files.writeString(folder.file("rows.part"), "1,2");
    }
    assertThat(rows.getParent()).doesNotExist();
  }

  @Test
  @Timeout(60)
  void programEndedByASignal_folderWithFiles_isGone() throws Exception {
    Process process =
        TrainingJvm.likeThisOne().process(Endless.class, List.of()).start();
    try (var lines = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      Path rows = Path.of(lines.readLine());
      assertThat(rows).exists();
      process.destroy(); // SIGTERM
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(rows.getParent()).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }
}
