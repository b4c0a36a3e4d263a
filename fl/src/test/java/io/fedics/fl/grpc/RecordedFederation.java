package io.fedics.fl.grpc;

import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.round.RoundConfig;
import io.fedics.fl.round.RoundPermit;
import io.fedics.fl.round.RoundReport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server on a free port, and what it told. */
final class RecordedFederation implements FederationListener, AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  final List<RoundReport> reports = new CopyOnWriteArrayList<>();
  final List<RoundReport> aborted = new CopyOnWriteArrayList<>();
  final List<String> scaled = new CopyOnWriteArrayList<>();
  final List<String> calibrated = new CopyOnWriteArrayList<>();
  final List<String> quarantined = new CopyOnWriteArrayList<>();
  final List<String> stopped = new CopyOnWriteArrayList<>();
  final List<SavedTraining> saved = new CopyOnWriteArrayList<>();
  final List<String> joined = new CopyOnWriteArrayList<>();
  final List<String> departures = new CopyOnWriteArrayList<>();
  final List<Refusal> refusals = new CopyOnWriteArrayList<>();

  private final Vertx vertx;
  private final FederationServer server;

  RecordedFederation(
      Vertx vertx,
      ServerConfig config,
      RoundConfig rounds,
      Strategy strategy,
      Optional<SavedTraining> begin) {
    this(vertx, config, rounds, strategy, RoundPermit.ALWAYS, begin);
  }

  RecordedFederation(
      Vertx vertx,
      ServerConfig config,
      RoundConfig rounds,
      Strategy strategy,
      RoundPermit permit,
      Optional<SavedTraining> begin) {
    this.vertx = vertx;
    this.server = new FederationServer(
        config,
        rounds,
        strategy,
        (all, count) -> all.stream().limit(count).toList(),
        permit,
        begin,
        this,
        InstantSource.system());
    await(vertx.deployVerticle(server));
  }

  static RecordedFederation start(Vertx vertx, int rounds, int clients) {
    return start(vertx, rounds, clients, Duration.ofSeconds(15));
  }

  static RecordedFederation start(Vertx vertx, int rounds, int clients, Duration timeout) {
    return new RecordedFederation(
        vertx,
        ServerConfig.plain("127.0.0.1", 0),
        new RoundConfig(rounds, clients, 1, 1, 1, timeout),
        new FedAvg(),
        Optional.empty());
  }

  int port() {
    return server.port();
  }

  Future<Void> done() {
    return server.done();
  }

  void awaitDone() {
    await(server.done());
  }

  /** Until so many clients have come. */
  void awaitJoined(int clients) {
    await(whenJoined(clients));
  }

  Future<Void> whenJoined(int clients) {
    return joined.size() >= clients
        ? Future.succeededFuture()
        : vertx.timer(5, TimeUnit.MILLISECONDS).compose(_ -> whenJoined(clients));
  }

  double[] lastParameters() {
    return saved.getLast().model().parameters().values();
  }

  static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("not within " + PATIENCE_SECONDS + " s", e);
    }
  }

  @Override
  public void close() {
    vertx.undeploy(server.deploymentID());
  }

  @Override
  public void joined(String client, String address) {
    joined.add(client);
  }

  @Override
  public void left(String client, Departure departure, String reason) {
    departures.add(departure.label());
  }

  @Override
  public void refused(String client, Refusal kind, String reason) {
    refusals.add(kind);
  }

  @Override
  public void quarantined(int round, String client, Map<String, Integer> refusals, String reason) {
    quarantined.add("round %d, %s of %s: %s".formatted(round, client, refusals, reason));
  }

  @Override
  public void scaled(int sites, long rows, int features) {
    scaled.add("%d sites, %d rows, %d features".formatted(sites, rows, features));
  }

  @Override
  public void calibrated(int sites, long rows, OptionalDouble cut) {
    calibrated.add("%d sites, %d rows, cut %s".formatted(sites, rows, cut));
  }

  @Override
  public void finished(RoundReport report, SavedTraining training) {
    reports.add(report);
    saved.add(training);
  }

  @Override
  public void stopped(int finishedRounds, String reason) {
    stopped.add(reason);
  }

  @Override
  public void aborted(RoundReport report) {
    aborted.add(report);
  }
}
