package io.fedics.fl.grpc;

import static io.fedics.fl.grpc.RecordedFederation.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.grpc.FederationClient.Leave;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our own client against our own server, both ends in this process. */
class FederationClientTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  /** Trains by a step; judges with a loss of 1. */
  private record Stub(long examples, UnaryOperator<double[]> step) implements SiteWork {
    @Override
    public Map<String, Object> properties() {
      return Map.of("site", "stub");
    }

    @Override
    public List<Tensor> parameters() {
      return List.of(Tensor.of(0, 0, 0));
    }

    @Override
    public Answer.Fitted fit(List<Tensor> parameters, Map<String, Object> config) {
      double[] values = step.apply(parameters.getFirst().values());
      return new Answer.Fitted(
          List.of(Tensor.of(values)),
          examples,
          Map.of("site", "stub", "round", config.getOrDefault("server_round", -1L), "share", 0.5));
    }

    @Override
    public Answer.Evaluated evaluate(List<Tensor> parameters, Map<String, Object> config) {
      return new Answer.Evaluated(1, examples, Map.of("accuracy", 0.75));
    }
  }

  private Future<Leave> join(int port, long examples, UnaryOperator<double[]> step) {
    return FederationClient.join(
        vertx, "127.0.0.1", port, Optional.empty(), new Stub(examples, step));
  }

  private static UnaryOperator<double[]> halfPlus(double more) {
    return values -> Arrays.stream(values).map(value -> value / 2 + more).toArray();
  }

  @Test
  void join_twoSitesOf100And300Examples_giveTheWorkedValuesAndAreToldToGo() {
    try (var server = RecordedFederation.start(vertx, 3, 2)) {
      Future<Leave> first = join(server.port(), 100, halfPlus(0.5));
      Future<Leave> second = join(server.port(), 300, halfPlus(2));
      server.awaitDone();
      assertThat(server.lastParameters()).containsExactly(2.84375, 2.84375, 2.84375);
      assertThat(server.reports).allSatisfy(report -> {
        assertThat(report.examples()).isEqualTo(400);
        assertThat(report.loss()).hasValue(1);
        assertThat(report.metrics()).containsEntry("accuracy", 0.75);
      });
      assertThat(await(first)).isEqualTo(new Leave(true, ""));
      assertThat(await(second)).isEqualTo(new Leave(true, ""));
      assertThat(server.departures).containsExactly("told", "told");
    }
  }

  @Test
  void join_siteThatCannotTrain_saysWhyAndLeaves() {
    try (var server = RecordedFederation.start(vertx, 1, 2)) {
      Future<Leave> broken = join(server.port(), 100, _ -> {
        throw new IllegalStateException("privacy budget: nothing left");
      });
      join(server.port(), 300, halfPlus(2));
      server.awaitDone();
      assertThat(await(broken)).isEqualTo(new Leave(false, "privacy budget: nothing left"));
      assertThat(server.lastParameters()).containsExactly(2, 2, 2);
      assertThat(server.refusals).containsExactly(Refusal.CLIENT_FAILED);
    }
  }

  @Test
  void join_noServer_fails() {
    int free;
    try (var server = RecordedFederation.start(vertx, 1, 1)) {
      free = server.port();
    }
    Future<Leave> nobody = join(free, 1, halfPlus(0));
    assertThat(nobody.transform(result -> Future.succeededFuture(result.failed())))
        .satisfies(failed -> assertThat(await(failed)).isTrue());
  }
}
