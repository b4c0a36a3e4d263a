package io.fedics.fl.grpc;

import static io.fedics.fl.grpc.RecordedFederation.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.round.RoundConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** With TLS a client is who its certificate says. Certificates are made here, so that no key lies in the repository. */
@TestInstance(Lifecycle.PER_CLASS)
class TlsTest {
  private static final String PASSWORD = "not a secret";

  private Path folder = Path.of("");

  private final Vertx vertx = Vertx.vertx();

  @BeforeAll
  void makeCertificates(@TempDir Path made) throws Exception {
    folder = made;
    for (String name : new String[] {"server", "north", "west"}) {
      make(name);
    }
    Files.writeString(
        folder.resolve("authority.pem"),
        Files.readString(certificate("north")) + Files.readString(certificate("west")));
  }

  @AfterAll
  void close() {
    await(vertx.close());
  }

  @Test
  void join_certificateOfAKnownSite_namesTheClient() {
    try (var server = start(1)) {
      TwinClient.join(vertx, server.port(), as("north"), sound());
      server.awaitDone();
      assertThat(server.joined).containsExactly("north");
      assertThat(server.reports.getFirst().clients()).containsExactly("north");
    }
  }

  @Test
  void join_withoutOrWithAStrangersCertificate_isRefusedByTheHandshake() {
    try (var server = start(1)) {
      var nobody = TwinClient.join(vertx, server.port(), trusting(), sound());
      // A certificate, but of no authority that is trusted.
      var stranger = TwinClient.join(vertx, server.port(), as("server"), sound());
      assertThat(failureOf(nobody)).isNotEmpty();
      assertThat(failureOf(stranger)).isNotEmpty();
      assertThat(server.joined).isEmpty();
    }
  }

  @Test
  void join_siteThatIsNotListed_isTurnedAway() {
    try (var server = start(1)) {
      var west = TwinClient.join(vertx, server.port(), as("west"), sound());
      assertThat(await(west.ended())).startsWith("14 certificate: of no known site");
      assertThat(server.departures).containsExactly("turned-away");
    }
  }

  @Test
  void join_secondStreamOfASite_isTurnedAway() {
    try (var server = start(2)) {
      var one = TwinClient.join(vertx, server.port(), as("north"), sound());
      var other = TwinClient.join(vertx, server.port(), as("north"), sound());
      await(Future.any(one.ended(), other.ended())); // whichever came second
      assertThat(server.joined).containsExactly("north");
      assertThat(server.departures).containsExactly("turned-away");
    }
  }

  @Test
  void config_sitesWithoutTls_areRefused() {
    assertThatThrownBy(() -> new ServerConfig(
            "127.0.0.1", 0, Optional.empty(), Set.of("north"), 1, 1, 1, 0, Duration.ofSeconds(1)))
        .hasMessage("fl.sites: [north] (expected: none without TLS)");
  }

  private RecordedFederation start(int clients) {
    var tls = new ServerConfig.Tls(
        certificate("server"), folder.resolve("server.key"), folder.resolve("authority.pem"));
    return new RecordedFederation(
        vertx,
        new ServerConfig(
            "127.0.0.1",
            0,
            Optional.of(tls),
            Set.of("north"),
            10,
            1_000,
            1e6,
            2,
            Duration.ofSeconds(1)),
        new RoundConfig(1, clients, 1, 1, 0, Duration.ofSeconds(10)),
        new FedAvg(),
        Optional.empty());
  }

  private static TwinClient.Behaviour sound() {
    return TwinClient.sound(1, UnaryOperator.identity());
  }

  private static HttpClientOptions trusting() {
    return new HttpClientOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setTrustAll(true)
        .setVerifyHost(false);
  }

  private HttpClientOptions as(String name) {
    return trusting()
        .setKeyCertOptions(new PemKeyCertOptions()
            .addCertPath(certificate(name).toString())
            .addKeyPath(folder.resolve(name + ".key").toString()));
  }

  /** With TLS 1.3 a client learns at its first read or write that its certificate was not taken. */
  private static String failureOf(TwinClient client) {
    return await(client.ended().recover(e -> Future.succeededFuture(e.toString())));
  }

  private Path certificate(String name) {
    return folder.resolve(name + ".pem");
  }

  private void make(String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-alias",
            name,
            "-dname",
            "CN=" + name,
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString())
        .redirectErrorStream(true)
        .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    pem("CERTIFICATE", keys.getCertificate(name).getEncoded(), certificate(name));
    pem(
        "PRIVATE KEY",
        keys.getKey(name, PASSWORD.toCharArray()).getEncoded(),
        folder.resolve(name + ".key"));
  }

  private static void pem(String what, byte[] encoded, Path file) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(encoded), what));
  }
}
