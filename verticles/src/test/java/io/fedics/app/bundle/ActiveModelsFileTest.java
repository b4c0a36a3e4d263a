package io.fedics.app.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveModelsFileTest {
  @TempDir
  private Path folder = Path.of("");

  @Test
  void activate_behindACrashInTheMidst_leavesTheWholeFileOnly() throws IOException {
    Files.writeString(folder.resolve("active.json.new"), "{\"threat\": {\"na");
    var shipped = ModelStore.ofShipped().shipped("threat");

    new ActiveModelsFile(folder).activate(shipped, false, List.of());

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("active.json"));
    }
    assertThat(new ActiveModelsFile(folder).byDetector())
        .hasEntrySatisfying(
            "threat", wanted -> assertThat(wanted.model().sha256()).isEqualTo(shipped.sha256()));
  }
}
