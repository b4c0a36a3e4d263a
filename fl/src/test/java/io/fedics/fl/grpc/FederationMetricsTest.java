package io.fedics.fl.grpc;

import static io.fedics.fl.grpc.RecordedFederation.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.round.RandomChooser;
import io.fedics.fl.round.RoundConfig;
import io.fedics.fl.round.RoundReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FederationMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FederationMetrics metrics = new FederationMetrics(registry, new Silent());

  @Test
  void counters_afterATrainingWithARefusedClient_obeyTheLaw() {
    Vertx vertx = Vertx.vertx();
    var server = new FederationServer(
        ServerConfig.plain("127.0.0.1", 0),
        new RoundConfig(2, 3, 1, 1, 1, Duration.ofSeconds(10)),
        new FedAvg(),
        new RandomChooser(1),
        Optional.empty(),
        metrics,
        InstantSource.system());
    await(vertx.deployVerticle(server));
    TwinClient.join(vertx, server.port(), TwinClient.sound(1, UnaryOperator.identity()));
    TwinClient.join(vertx, server.port(), TwinClient.sound(1, UnaryOperator.identity()));
    TwinClient.join(vertx, server.port(), TwinClient.sound(1, values ->
        new double[] {Double.NaN, 0, 0}));
    await(server.done());
    await(vertx.close());
    assertThat(metrics.joined()).isEqualTo(3);
    assertThat(metrics.left()).isEqualTo(Map.of("told", 2L, "refused", 1L));
    assertThat(metrics.refused()).isEqualTo(Map.of("tensor-value", 1L));
    assertThat(value("fedics.fl.clients.present")).isZero();
    assertThat(value("fedics.fl.rounds.finished")).isEqualTo(2);
    assertThat(value("fedics.fl.updates.taken")).isEqualTo(4);
    assertThat(value("fedics.fl.round")).isEqualTo(2);
  }

  @Test
  void left_turnedAway_neverJoinedAndIsNotTakenFromThePresent() {
    metrics.joined("a", "");
    metrics.left("b", Departure.TURNED_AWAY, "full");
    assertThat(value("fedics.fl.clients.present")).isEqualTo(1);
    assertThat(metrics.left()).isEqualTo(Map.of("turned-away", 1L));
  }

  private double value(String name) {
    return registry.get(name).meter().measure().iterator().next().getValue();
  }

  private static final class Silent implements FederationListener {
    @Override
    public void joined(String client, String address) {}

    @Override
    public void left(String client, Departure departure, String reason) {}

    @Override
    public void refused(String client, Refusal kind, String reason) {}

    @Override
    public void finished(RoundReport report, SavedTraining saved) {}

    @Override
    public void stopped(int finishedRounds, String reason) {}

    @Override
    public void aborted(RoundReport report) {}
  }
}
