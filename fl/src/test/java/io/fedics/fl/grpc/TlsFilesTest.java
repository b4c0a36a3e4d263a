package io.fedics.fl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.tls.MadeCertificates;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class TlsFilesTest {
  private final Vertx vertx = Vertx.vertx();
  private MadeCertificates made = new MadeCertificates(Path.of(""));
  private Path noPem = Path.of("");

  @BeforeAll
  void make(@TempDir Path folder) throws Exception {
    made = new MadeCertificates(folder);
    made.make("server", "EC");
    made.make("north", "EC");
    made.make("east", "RSA");
    made.make("west", "RSA");
    noPem = Files.writeString(folder.resolve("notes.txt"), "no key and no certificate");
  }

  @AfterAll
  void close() {
    RecordedFederation.await(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "east"})
  void require_keyOfTheCertificate_isTaken(String name) {
    var files = files(name, name);
    assertThat(TlsFiles.require(vertx, files)).isSameAs(files);
  }

  @ParameterizedTest
  @CsvSource({"server, north", "east, west", "server, east", "east, server"})
  void require_anotherKey_isRefused(String certificate, String key) {
    assertThatThrownBy(() -> TlsFiles.require(vertx, files(certificate, key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fl.tls-key: " + made.key(key) + " (expected: the key of --tls-cert, PEM)");
  }

  @Test
  void require_fileThatIsNoPem_isNamed() {
    Path certificate = made.certificate("server");
    Path key = made.key("server");
    assertThatThrownBy(() -> TlsFiles.require(vertx, new ServerConfig.Tls(noPem, key, certificate)))
        .hasMessage("fl.tls-cert: " + noPem + " (expected: a certificate, PEM)");
    assertThatThrownBy(
            () -> TlsFiles.require(vertx, new ServerConfig.Tls(certificate, noPem, certificate)))
        .hasMessage("fl.tls-key: " + noPem + " (expected: the key of --tls-cert, PEM)");
    assertThatThrownBy(() -> TlsFiles.require(vertx, new ServerConfig.Tls(certificate, key, noPem)))
        .hasMessage("fl.tls-ca: " + noPem + " (expected: certificates, PEM)");
  }

  private ServerConfig.Tls files(String certificate, String key) {
    return new ServerConfig.Tls(
        made.certificate(certificate), made.key(key), made.certificate(certificate));
  }
}
