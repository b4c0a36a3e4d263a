package io.fedics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPortsTest {
  @TempDir
  private Path folder;

  @Test
  void choose_again_isTheSamePort() throws IOException {
    int first = ports().choose("kafka", "kafka.port", 0);

    assertThat(ports().choose("kafka", "kafka.port", 0)).isEqualTo(first);
    assertThat(ports().choose("postgres", "database.port", 0)).isNotEqualTo(first);
  }

  @Test
  void choose_keptPortTaken_isAnother() throws IOException {
    int first = ports().choose("kafka", "kafka.port", 0);
    try (var taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
      assertThat(ports().choose("kafka", "kafka.port", 0)).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void choose_wantedPortTaken_isOneSentence() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> ports().choose("kafka", "kafka.port", port))
          .isInstanceOf(UsageException.class)
          .hasMessage("kafka.port: " + port
              + " is taken by another program (expected: a free port, or 0 for any)");
    }
  }

  private KeptPorts ports() throws IOException {
    return KeptPorts.of(folder.resolve("ports"));
  }
}
