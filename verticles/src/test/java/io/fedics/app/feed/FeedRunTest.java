package io.fedics.app.feed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.app.config.Configs;
import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedRunTest {
  @TempDir
  private Path folder;

  @Test
  void ask_nobodyListens_isOneSentence() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    var configs = Configs.from(new Settings(new HashMap<>(Map.of(
        "kafka.bootstrap-servers",
        "127.0.0.1:" + free,
        "database.url",
        "postgresql://u:p@127.0.0.1:" + free + "/fedics"))));

    try (var run = new FeedRun(folder, configs)) {
      assertThatThrownBy(() -> run.ask(sites -> sites.find("plant")))
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith("database: ")
          .hasMessageEndingWith(
              " (expected: one that answers at postgresql://u@127.0.0.1:" + free + "/fedics)");
    }
  }
}
