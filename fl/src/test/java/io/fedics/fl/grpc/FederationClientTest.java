package io.fedics.fl.grpc;

import static io.fedics.fl.grpc.RecordedFederation.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.grpc.FederationClient.Leave;
import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.PrivacyBudget;
import io.fedics.fl.privacy.ledger.Spend;
import io.fedics.fl.privacy.ledger.VolatileLedger;
import io.fedics.fl.round.RoundConfig;
import io.fedics.fl.round.RoundReport;
import io.fedics.fl.site.AttestedBudget;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own client against our own server, both ends in this process. */
class FederationClientTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  /** Trains by a step; judges with a loss of 1. */
  private record Stub(
      long examples,
      UnaryOperator<double[]> step,
      List<Optional<Standardisation>> scalings,
      int parameterCount,
      Optional<LogitCounts> counts,
      List<Double> judged,
      Map<String, Object> attested)
      implements SiteWork {
    Stub(long examples, UnaryOperator<double[]> step) {
      this(
          examples,
          step,
          new CopyOnWriteArrayList<>(),
          3,
          Optional.empty(),
          new CopyOnWriteArrayList<>(),
          Map.of());
    }

    /** Says after every round that it has spent so much. */
    static Stub attesting(double epsilon) {
      return new Stub(
          100,
          halfPlus(0.5),
          new CopyOnWriteArrayList<>(),
          3,
          Optional.empty(),
          new CopyOnWriteArrayList<>(),
          Map.of(
              "epsilon",
              epsilon,
              "unit",
              "record",
              "delta",
              1e-5,
              "accountant",
              "rdp",
              "steps",
              100L));
    }

    /** Of one parameter, which is a bias; no rows, and it tells nothing. */
    static Stub counting(double[] logits, int label) {
      int[] labels = new int[logits.length];
      Arrays.fill(labels, label);
      return new Stub(
          100,
          halfPlus(0.5),
          new CopyOnWriteArrayList<>(),
          1,
          Optional.of(LogitCounts.of(logits, labels)).filter(it -> it.rows() > 0),
          new CopyOnWriteArrayList<>(),
          Map.of());
    }

    @Override
    public Map<String, Object> properties() {
      return Map.of("site", "stub");
    }

    @Override
    public List<Tensor> parameters() {
      return List.of(Tensor.of(new double[parameterCount]));
    }

    @Override
    public FeatureSums sums() {
      return new FeatureSums(examples, new double[] {examples, 0}, new double[] {examples, 1});
    }

    @Override
    public Answer.Fitted fit(
        List<Tensor> parameters, Map<String, Object> config, Optional<Standardisation> scaling) {
      scalings.add(scaling);
      double[] values = step.apply(parameters.getFirst().values());
      Map<String, Object> metrics = new HashMap<>(attested);
      metrics.putAll(
          Map.of("site", "stub", "round", config.getOrDefault("server_round", -1L), "share", 0.5));
      return new Answer.Fitted(List.of(Tensor.of(values)), examples, metrics);
    }

    @Override
    public Optional<Answer.Evaluated> evaluate(
        List<Tensor> parameters, Optional<Standardisation> scaling) {
      scalings.add(scaling);
      judged.add(parameters.getFirst().values()[0]);
      return Optional.of(new Answer.Evaluated(1, examples, Map.of("accuracy", 0.75)));
    }

    @Override
    public Optional<LogitCounts> logitCounts(
        List<Tensor> parameters, Optional<Standardisation> scaling) {
      return counts;
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

  /** 100 ones of 100 rows, 300 of 300: the first feature is 1 everywhere, the second 0 but for squares that say otherwise. */
  @Test
  void join_serverThatScalesBySums_tellsBothSitesTheSame() {
    var rounds = new RoundConfig(1, 2, 2, 1, 1, Duration.ofSeconds(15), Scaling.SUMS, false);
    try (var server = new RecordedFederation(
        vertx, ServerConfig.plain("127.0.0.1", 0), rounds, new FedAvg(), Optional.empty())) {
      var one = new Stub(100, halfPlus(0.5));
      var other = new Stub(300, halfPlus(2));
      for (Stub site : List.of(one, other)) {
        FederationClient.join(vertx, "127.0.0.1", server.port(), Optional.empty(), site);
      }
      server.awaitDone();
      assertThat(server.scaled).containsExactly("2 sites, 400 rows, 2 features");
      var scaling = Standardisation.of(one.sums().plus(other.sums()));
      assertThat(one.scalings())
          .containsExactly(Optional.of(scaling), Optional.of(scaling)) // to train, to judge
          .isEqualTo(other.scalings());
      assertThat(server.saved.getLast().scaling()).hasValue(scaling);
      assertThat(server.lastParameters()).containsExactly(1.625, 1.625, 1.625);
    }
  }

  /** Rows of attacks at -1 and of normals at -3: the cut belongs at -1, which is taken from the only bias. */
  @Test
  void join_serverThatCalibratesTheCut_movesTheLastModelAndJudgesItThere() {
    var rounds = new RoundConfig(2, 3, 3, 1, 1, Duration.ofSeconds(15), Scaling.PUBLIC, true);
    try (var server = new RecordedFederation(
        vertx, ServerConfig.plain("127.0.0.1", 0), rounds, new FedAvg(), Optional.empty())) {
      double[] normals = new double[100];
      double[] attacks = new double[100];
      Arrays.fill(normals, -3);
      Arrays.fill(attacks, -1);
      Stub one = Stub.counting(normals, 0);
      Stub other = Stub.counting(attacks, 1);
      Stub silent = Stub.counting(new double[0], 0);
      for (Stub site : List.of(one, other, silent)) {
        FederationClient.join(vertx, "127.0.0.1", server.port(), Optional.empty(), site);
      }
      server.awaitDone();
      assertThat(server.calibrated).containsExactly("2 sites, 200 rows, cut OptionalDouble[-1.0]");
      assertThat(server.lastParameters()).containsExactly(0.75 + 1);
      assertThat(server.refusals).isEmpty();
      for (Stub site : List.of(one, other, silent)) {
        // round 1, and round 2 with its cut: as it was trained nobody judges it
        assertThat(site.judged()).containsExactly(0.5, 1.75);
      }
    }
  }

  @Test
  void join_siteThatTellsNoSums_saysWhyAndLeaves() {
    var rounds = new RoundConfig(1, 1, 1, 1, 0, Duration.ofSeconds(15), Scaling.SUMS, false);
    try (var server = new RecordedFederation(
        vertx, ServerConfig.plain("127.0.0.1", 0), rounds, new FedAvg(), Optional.empty())) {
      Future<Leave> silent = FederationClient.join(
          vertx, "127.0.0.1", server.port(), Optional.empty(), new Stub(0, halfPlus(0)));
      assertThat(await(silent)).isEqualTo(new Leave(false, "rows: 0 (expected: at least 1)"));
      join(server.port(), 300, halfPlus(2));
      server.awaitDone();
      assertThat(server.refusals).containsExactly(Refusal.CLIENT_FAILED);
    }
  }

  @Test
  void join_serverGoneWhileTheSiteTrains_endsWhenTheTrainingDoes() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var end = new CompletableFuture<double[]>();
    Future<Leave> left;
    try (var server = RecordedFederation.start(vertx, 1, 1)) {
      left = join(server.port(), 100, _ -> {
        begun.countDown();
        return end.join();
      });
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(
            () -> left.toCompletionStage().toCompletableFuture().get(500, TimeUnit.MILLISECONDS));
    end.complete(new double[3]);
    assertThat(await(left).isTold()).isFalse();
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

  /** With three rounds planned, and with the one that passes the budget as the last. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void join_siteThatAttestsMoreThanTheBudget_endsTrainingWithThatRound(int planned) {
    var rounds = new RoundConfig(planned, 2, 2, 1, 0, Duration.ofSeconds(15));
    try (var server = new RecordedFederation(
        vertx,
        ServerConfig.plain("127.0.0.1", 0),
        rounds,
        new FedAvg(),
        new AttestedBudget(1),
        Optional.empty())) {
      Stub one = Stub.attesting(2.9);
      Stub other = Stub.attesting(0.4);
      for (Stub site : List.of(one, other)) {
        FederationClient.join(vertx, "127.0.0.1", server.port(), Optional.empty(), site);
      }
      server.awaitDone();
      assertThat(server.reports).hasSize(1);
      assertThat(one.scalings()).hasSize(1); // asked to train once
      assertThat(server.stopped)
          .singleElement(STRING)
          .matches("privacy budget: round 1 brought client-00[12] to epsilon 2\\.9 per record .+"
              + " \\(expected: at most 1\\.0\\); attested by the site");
    }
  }

  /** The planned end of a site: one step of noise 5 costs epsilon 0.9, two would be 1.3. */
  @Test
  void join_siteWhoseBudgetIsSpent_leavesAsPlannedAndIsNotRefused() {
    var ledger = new VolatileLedger(Optional.of(new PrivacyBudget(1, 1e-5)));
    var spend = new Spend(
        "substation",
        "client of substation",
        1,
        PrivacyUnit.RECORD,
        "DP-SGD",
        new GaussianSteps(1, 5, 1),
        1e-5,
        "rdp");
    try (var server = RecordedFederation.start(vertx, 2, 2)) {
      Future<Leave> careful = join(server.port(), 100, values -> {
        ledger.charge(spend);
        return halfPlus(0.5).apply(values);
      });
      join(server.port(), 300, halfPlus(2));
      server.awaitDone();
      assertThat(await(careful).reason()).startsWith("privacy budget: round 1 of client of ");
      assertThat(server.refusals).isEmpty();
      assertThat(server.departures).containsExactly("budget-spent", "told");
      RoundReport second = server.reports.getLast();
      assertThat(second.refused()).isEmpty();
      assertThat(second.clients()).hasSize(1);
      assertThat(second.lost().values())
          .singleElement(STRING)
          .startsWith("privacy budget spent: round 1 of client of substation would bring ")
          .endsWith(" (expected: at most 1.0)");
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
