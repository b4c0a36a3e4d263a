package io.fedics.fl.grpc;

import static io.fedics.fl.grpc.RecordedFederation.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.aggregate.FedAvgM;
import io.fedics.fl.aggregate.FedProx;
import io.fedics.fl.grpc.wire.ServerMessage;
import io.fedics.fl.round.RoundConfig;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The wire, both ends in this process; what single messages can be is in AnswerReaderTest. */
class FederationServerTest {
  private static final UnaryOperator<double[]> HALF_AND_HALF = halfPlus(0.5);
  private static final UnaryOperator<double[]> HALF_AND_TWO = halfPlus(2);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void rounds_twoClientsOf100And300Examples_giveTheWorkedValuesExactly() {
    try (var server = RecordedFederation.start(vertx, 3, 2)) {
      var first = TwinClient.join(vertx, server.port(), TwinClient.sound(100, HALF_AND_HALF));
      TwinClient.join(vertx, server.port(), TwinClient.sound(300, HALF_AND_TWO));
      server.awaitDone();
      assertThat(server.saved)
          .extracting(saved -> saved.model().parameters().values())
          .containsExactly(
              new double[] {1.625, 1.625, 1.625},
              new double[] {2.4375, 2.4375, 2.4375},
              new double[] {2.84375, 2.84375, 2.84375});
      assertThat(server.reports).allSatisfy(report -> {
        assertThat(report.examples()).isEqualTo(400);
        assertThat(report.loss()).hasValue(1);
      });
      assertThat(server.departures).containsExactly("told", "told");
      assertThat(server.refusals).isEmpty();
      assertThat(first.asked().getLast().getReconnectIns().getSeconds()).isZero();
    }
  }

  @Test
  void fit_oneOfThreeKilledInTheMiddle_givesTheWeightsOfTheOthers() {
    try (var server = RecordedFederation.start(vertx, 1, 3)) {
      TwinClient.join(vertx, server.port(), (question, call) -> {
        if (question.hasFitIns()) {
          call.connection().close();
        } else {
          TwinClient.answer(question, call, 1_000_000, UnaryOperator.identity());
        }
      });
      TwinClient.join(vertx, server.port(), TwinClient.sound(100, HALF_AND_HALF));
      TwinClient.join(vertx, server.port(), TwinClient.sound(300, HALF_AND_TWO));
      server.awaitDone();
      assertThat(server.lastParameters()).containsExactly(1.625, 1.625, 1.625);
      assertThat(server.reports.getFirst().clients()).hasSize(2);
      assertThat(server.reports.getFirst().lost()).hasSize(1);
      assertThat(server.departures).contains("lost");
    }
  }

  @Test
  void fit_silentClient_isLeftBehindAndTold() {
    try (var server = RecordedFederation.start(vertx, 1, 2, Duration.ofMillis(300))) {
      TwinClient silent = TwinClient.join(vertx, server.port(), (question, call) -> {
        if (!question.hasFitIns()) {
          TwinClient.answer(question, call, 1, UnaryOperator.identity());
        }
      });
      TwinClient.join(vertx, server.port(), TwinClient.sound(300, HALF_AND_TWO));
      server.awaitDone();
      assertThat(server.lastParameters()).containsExactly(2, 2, 2);
      assertThat(await(silent.ended())).isEqualTo("10 no answer within PT0.3S");
      assertThat(server.departures).contains("silent");
    }
  }

  @Test
  void fit_lateJoiner_isAskedFromTheNextRoundOn() {
    try (var server = RecordedFederation.start(vertx, 2, 1)) {
      var late = new CopyOnWriteArrayList<TwinClient>();
      TwinClient.join(vertx, server.port(), (question, call) -> {
        if (question.hasFitIns() && late.isEmpty()) {
          late.add(TwinClient.join(vertx, server.port(), TwinClient.sound(300, HALF_AND_TWO)));
          server
              .whenJoined(2)
              .onSuccess(there -> TwinClient.answer(question, call, 100, HALF_AND_HALF));
        } else {
          TwinClient.answer(question, call, 100, HALF_AND_HALF);
        }
      });
      server.awaitDone();
      assertThat(server.reports.getFirst().clients()).hasSize(1);
      assertThat(server.reports.getLast().clients()).hasSize(2);
      assertThat(fitRounds(late.getFirst())).containsExactly(2L);
    }
  }

  @Test
  void fit_strategyWithConfig_tellsClientsBesideTheRound() {
    var rounds = new RoundConfig(1, 1, 1, 1, 0, Duration.ofSeconds(10));
    try (var server = new RecordedFederation(
        vertx, ServerConfig.plain("127.0.0.1", 0), rounds, new FedProx(0.25), Optional.empty())) {
      var client = TwinClient.join(vertx, server.port(), TwinClient.sound(1, HALF_AND_TWO));
      server.awaitDone();
      var config = client.asked().stream()
          .filter(ServerMessage::hasFitIns)
          .findFirst()
          .orElseThrow()
          .getFitIns();
      assertThat(config.getConfigOrThrow("server_round").getSint64()).isEqualTo(1);
      assertThat(config.getConfigOrThrow("proximal_mu").getDouble()).isEqualTo(0.25);
    }
  }

  @Test
  void restart_behindARound_givesWhatOneRunGives() {
    var strategy = new FedAvgM(1, 0.5);
    var rounds = new RoundConfig(3, 1, 1, 1, 0, Duration.ofSeconds(10));
    double[] whole;
    SavedTraining second;
    try (var server = new RecordedFederation(
        vertx, ServerConfig.plain("127.0.0.1", 0), rounds, strategy, Optional.empty())) {
      TwinClient.join(vertx, server.port(), TwinClient.sound(300, HALF_AND_TWO));
      server.awaitDone();
      whole = server.lastParameters();
      second = server.saved.get(1);
    }
    try (var server = new RecordedFederation(
        vertx, ServerConfig.plain("127.0.0.1", 0), rounds, strategy, Optional.of(second))) {
      var client = TwinClient.join(vertx, server.port(), TwinClient.sound(300, HALF_AND_TWO));
      server.awaitDone();
      assertThat(server.lastParameters()).isEqualTo(whole);
      assertThat(fitRounds(client)).containsExactly(3L);
    }
  }

  private static Iterable<Long> fitRounds(TwinClient client) {
    return client.asked().stream()
        .filter(ServerMessage::hasFitIns)
        .map(question -> question.getFitIns().getConfigOrThrow("server_round").getSint64())
        .toList();
  }

  private static UnaryOperator<double[]> halfPlus(double more) {
    return values -> Arrays.stream(values).map(value -> value / 2 + more).toArray();
  }
}
