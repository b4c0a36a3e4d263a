package io.fedics.fl.grpc;

import static io.fedics.fl.grpc.RecordedFederation.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.grpc.wire.ServerMessage;
import io.fedics.fl.round.RoundConfig;
import io.fedics.shared.tls.MadeCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** With TLS a client is who its certificate says. */
@TestInstance(Lifecycle.PER_CLASS)
class TlsTest {
  private MadeCertificates made = new MadeCertificates(Path.of(""));
  private Path authority = Path.of("");

  private final Vertx vertx = Vertx.vertx();

  @BeforeAll
  void makeCertificates(@TempDir Path folder) throws Exception {
    made = new MadeCertificates(folder);
    for (String name : new String[] {"server", "north", "west"}) {
      made.make(name, "EC");
    }
    authority = Files.writeString(
        folder.resolve("authority.pem"),
        Files.readString(made.certificate("north")) + Files.readString(made.certificate("west")));
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
  void refused_asOftenAsAllowed_isKeptOutAndTold() {
    try (var server = start(2, Set.of(), Optional.empty())) { // no round begins
      for (int time = 1; time <= 2; time++) {
        await(TwinClient.join(vertx, server.port(), as("west"), garbage()).ended());
        assertThat(server.quarantined).hasSize(time - 1);
      }
      assertThat(server.quarantined.getFirst()).startsWith("round 1, west of {west=2}: garbage: ");
      var again = TwinClient.join(vertx, server.port(), as("west"), sound());
      assertThat(await(again.ended()))
          .isEqualTo("14 site west: 2 messages were refused (expected: fewer than 2)");
      assertThat(server.quarantined).hasSize(1);
    }
  }

  @Test
  void restart_siteThatWasRefused_isCountedOnFromThere() {
    try (var server = start(1, Set.of(), Optional.of(saved(Map.of("west", 1))))) {
      assertThat(server.quarantined).isEmpty();
      await(TwinClient.join(vertx, server.port(), as("west"), garbage()).ended());
      assertThat(server.quarantined)
          .singleElement(STRING) // garbage, or unread: it answers while it is asked
          .startsWith("round 1, west of {west=2}: ");
      TwinClient.join(vertx, server.port(), as("north"), sound());
      server.awaitDone();
      assertThat(server.saved.getLast().refusals()).isEqualTo(Map.of("west", 2));
    }
  }

  @Test
  void restart_siteThatWasKeptOut_stillIsAndIsToldAgain() {
    try (var server = start(1, Set.of(), Optional.of(saved(Map.of("north", 1, "west", 2))))) {
      var west = TwinClient.join(vertx, server.port(), as("west"), sound());
      assertThat(await(west.ended()))
          .isEqualTo("14 site west: 2 messages were refused (expected: fewer than 2)");
      TwinClient.join(vertx, server.port(), as("north"), sound());
      server.awaitDone();
      assertThat(server.quarantined)
          .singleElement(STRING)
          .startsWith("round 1, west of {")
          .endsWith("}: 2 messages were refused before this start (expected: fewer than 2)");
    }
  }

  private static SavedTraining saved(Map<String, Integer> refusals) {
    ModelLayout layout = ModelLayout.of(List.of(Tensor.of(0, 0, 0)));
    GlobalModel zeros = GlobalModel.of(layout.join(List.of(Tensor.of(0, 0, 0))));
    return new SavedTraining(0, layout, zeros, Optional.empty(), refusals);
  }

  /** Of an answer nothing can be read. */
  private static TwinClient.Behaviour garbage() {
    return new TwinClient.Behaviour() {
      @Override
      public void on(ServerMessage question, HttpClientRequest call) {}

      @Override
      public void opened(HttpClientRequest call) {
        call.write(Buffer.buffer(new byte[] {0, 0, 0, 0, 1, 7}));
      }
    };
  }

  @Test
  void config_sitesWithoutTls_areRefused() {
    assertThatThrownBy(() -> new ServerConfig(
            "127.0.0.1", 0, Optional.empty(), Set.of("north"), 1, 1, 1, 0, Duration.ofSeconds(1)))
        .hasMessage("fl.sites: [north] (expected: none without TLS)");
  }

  private RecordedFederation start(int clients) {
    return start(clients, Set.of("north"), Optional.empty());
  }

  private RecordedFederation start(int clients, Set<String> sites, Optional<SavedTraining> begin) {
    var tls = new ServerConfig.Tls(made.certificate("server"), made.key("server"), authority);
    return new RecordedFederation(
        vertx,
        new ServerConfig(
            "127.0.0.1", 0, Optional.of(tls), sites, 10, 1_000, 1e6, 2, Duration.ofSeconds(1)),
        new RoundConfig(1, clients, 1, 1, 0, Duration.ofSeconds(10)),
        new FedAvg(),
        begin);
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
            .addCertPath(made.certificate(name).toString())
            .addKeyPath(made.key(name).toString()));
  }

  /** With TLS 1.3 a client learns at its first read or write that its certificate was not taken. */
  private static String failureOf(TwinClient client) {
    return await(client.ended().recover(e -> Future.succeededFuture(e.toString())));
  }
}
