package io.fedics.app.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, 99_999})
  void choose_numberThatIsNoPort_isOneSentence(int port) {
    assertThatThrownBy(() -> ports().choose("postgres", "database.port", port))
        .isInstanceOf(UsageException.class)
        .hasMessage("database.port: " + port + " (expected: 0 to 65535)");
  }

  private KeptPorts ports() throws IOException {
    return KeptPorts.of(folder.resolve("ports"));
  }

  @Test
  void choose_fileThatSaysNoPort_namesFileAndValue() throws IOException {
    Path file = Files.writeString(folder.resolve("ports"), "kafka=abc\n");

    assertThatThrownBy(() -> KeptPorts.of(file).choose("kafka", "kafka.port", 0))
        .isInstanceOf(UsageException.class)
        .hasMessage(file + ": kafka=abc (expected: a port; without the file others are chosen)");
  }
}
