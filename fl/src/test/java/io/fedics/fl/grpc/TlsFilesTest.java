package io.fedics.fl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.tls.MadeCertificates;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    made.make("old", "EC", 1);
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
    assertThat(require(files)).isSameAs(files);
  }

  @ParameterizedTest
  @CsvSource({"server, north", "east, west", "server, east", "east, server"})
  void require_anotherKey_isRefused(String certificate, String key) {
    assertThatThrownBy(() -> require(files(certificate, key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fl.tls-key: " + made.key(key) + " (expected: the key of --tls-cert, PEM)");
  }

  @Test
  void require_fileThatIsNoPem_isNamed() {
    Path certificate = made.certificate("server");
    Path key = made.key("server");
    assertThatThrownBy(() -> require(new ServerConfig.Tls(noPem, key, certificate)))
        .hasMessage("fl.tls-cert: " + noPem + " (expected: a certificate, PEM)");
    assertThatThrownBy(() -> require(new ServerConfig.Tls(certificate, noPem, certificate)))
        .hasMessage("fl.tls-key: " + noPem + " (expected: the key of --tls-cert, PEM)");
    assertThatThrownBy(() -> require(new ServerConfig.Tls(certificate, key, noPem)))
        .hasMessage("fl.tls-ca: " + noPem + " (expected: certificates, PEM)");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 3})
  void require_certificateThatIsNotValidThen_isRefusedWithItsDates(long days) throws Exception {
    assertRefusedThen(
        "fl.tls-cert",
        made.certificate("server"),
        files("server", "server"),
        Duration.ofDays(days));
  }

  @Test
  void require_authorityThatIsNotValidThen_isRefusedWithItsDates() throws Exception {
    Path old = made.certificate("old");
    var files = new ServerConfig.Tls(made.certificate("server"), made.key("server"), old);
    assertThat(require(files)).isSameAs(files);
    assertRefusedThen("fl.tls-ca", old, files, Duration.ofHours(36));
  }

  @Test
  void require_authorityThatEndedBesideItsSuccessor_isFine(@TempDir Path folder) throws Exception {
    Path both = folder.resolve("authorities.pem");
    Files.writeString(
        both,
        Files.readString(made.certificate("old")) + Files.readString(made.certificate("server")));
    var files = new ServerConfig.Tls(made.certificate("server"), made.key("server"), both);
    assertThat(TlsFiles.require(vertx, files, Instant.now().plus(Duration.ofHours(36))))
        .isSameAs(files);
  }

  private void assertRefusedThen(
      String setting, Path file, ServerConfig.Tls files, Duration fromNow) throws Exception {
    Instant then = Instant.now().plus(fromNow).truncatedTo(ChronoUnit.SECONDS);
    X509Certificate read;
    try (InputStream in = Files.newInputStream(file)) {
      read = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    assertThatThrownBy(() -> TlsFiles.require(vertx, files, then))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("%s: %s, valid from %s until %s (expected: a certificate that is valid now, %s)"
            .formatted(
                setting,
                file,
                read.getNotBefore().toInstant(),
                read.getNotAfter().toInstant(),
                then));
  }

  private ServerConfig.Tls require(ServerConfig.Tls files) {
    return TlsFiles.require(vertx, files, Instant.now());
  }

  private ServerConfig.Tls files(String certificate, String key) {
    return new ServerConfig.Tls(
        made.certificate(certificate), made.key(key), made.certificate(certificate));
  }
}
