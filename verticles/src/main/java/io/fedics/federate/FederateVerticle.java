package io.fedics.federate;

import io.fedics.fl.aggregate.PrivateAvg;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.aggregate.Watched;
import io.fedics.fl.grpc.Checkpoint;
import io.fedics.fl.grpc.FederationMetrics;
import io.fedics.fl.grpc.FederationServer;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.grpc.ServerConfig;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.SecretRandom;
import io.fedics.fl.privacy.ledger.ArchivedLedger;
import io.fedics.fl.privacy.ledger.LedgerVerdict;
import io.fedics.fl.round.RandomChooser;
import io.fedics.fl.round.RoundPermit;
import io.fedics.fl.round.RoundProgress;
import io.fedics.fl.site.AttestedBudget;
import io.fedics.fl.site.ChargedRounds;
import io.fedics.fl.site.PrivacyAccount;
import io.fedics.shared.error.UsageException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.BindException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The federated server of this instance, on loopback. Wiring: {@link FederationServer} and what it decides by are in {@code
 * fl}; ledger, parameters and rounds go on where they were when it is started again.
 */
public final class FederateVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(FederateVerticle.class);
  private static final String HOST = "127.0.0.1";
  /** Somebody else may take a free port before it is listened on. */
  private static final int MOST_PORTS = 5;
  /** Numbers in the updates of a round that are kept to compare them: 64 MB. */
  private static final long MOST_COMPARED = 8_000_000;

  private final FederateConfig config;
  private final FederateParts parts;
  private @Nullable Running running;

  /** What was made at the start; a server for each port that is tried. */
  private record Ready(
      Optional<SavedTraining> begun,
      Optional<BundledRounds> bundles,
      Strategy strategy,
      FederationLog log,
      RoundTrigger trigger,
      FederationMetrics metrics) {}

  private record Running(FederationServer server, Ready ready) {
    FederationLog log() {
      return ready.log();
    }
  }

  /** Who pays for rounds, and with which mean. */
  private record Paid(Strategy strategy, RoundPermit permit, Optional<ChargedRounds> charged) {}

  public FederateVerticle(FederateConfig config, FederateParts parts) {
    this.config = config;
    this.parts = parts;
  }

  @Override
  public Future<?> start() {
    var teller = new EventTeller(context, parts.writer(), parts.registry());
    return vertx
        .executeBlocking(() -> prepare(teller))
        .compose(ready -> listen(ready, MOST_PORTS))
        .onSuccess(this::run);
  }

  private void run(Running made) {
    running = made;
    FederationLog log = made.log();
    LOG.info(
        "sites train at {}:{} ({}, behind round {})",
        HOST,
        made.server().port(),
        log.run(),
        log.finished());
    made.server()
        .done()
        .compose(_ -> vertx.executeBlocking(() -> bundled(made.ready())))
        .onFailure(error -> LOG.error("the training {} failed", log.run(), error));
  }

  /** Training is over, also when the process died before its last round became a bundle. */
  private static boolean bundled(Ready ready) {
    ready.bundles().ifPresent(BundledRounds::keepLast);
    return true;
  }

  private Future<Running> listen(Ready ready, int left) {
    return vertx
        .executeBlocking(parts.port())
        .map(port -> server(ready, port))
        .compose(server -> vertx.deployVerticle(server).map(new Running(server, ready)))
        .recover(error -> error instanceof BindException && left > 1
            ? listen(ready, left - 1)
            : Future.failedFuture(error));
  }

  private FederationServer server(Ready ready, int port) {
    return new FederationServer(
        ServerConfig.plain(HOST, port),
        config.roundConfig(),
        ready.strategy(),
        new RandomChooser(RandomGenerator.getDefault().nextLong()),
        ready.trigger(),
        ready.begun(),
        ready.metrics(),
        parts.clock());
  }

  private Ready prepare(EventTeller teller) {
    Optional<Checkpoint> begun = parts.folder().load();
    var attested = new AttestedBudget(
        config.isPrivate() || config.budgetEpsilon() == 0
            ? Double.POSITIVE_INFINITY
            : config.budgetEpsilon());
    var late = new LateLog();
    Paid paid = config.isPrivate() ? charged(late) : free(attested);
    begun.ifPresent(checkpoint -> requireFit(checkpoint, paid.strategy()));
    Optional<BundledRounds> bundles =
        parts.model().map(model -> new BundledRounds(model, parts.folder()));
    var log = new FederationLog(
        parts.folder(),
        paid.strategy().toString(),
        paid.charged(),
        attested,
        teller::tell,
        config.bundlesEachRound() ? () -> bundles.ifPresent(BundledRounds::keepLast) : () -> {},
        parts.clock());
    late.log = log;
    begun.ifPresent(log::goOn);
    if (begun.isPresent() && config.bundlesEachRound()) {
      bundles.ifPresent(BundledRounds::keepLast); // the process may have died before it was kept
    }
    if (config.isPrivate() && begun.isEmpty() && parts.model().isEmpty()) {
      LOG.info(
          "the server draws the weights to begin with: with federate.dp client only shapes are taken of a client");
    }
    var trigger = new RoundTrigger(config.isAutomatic(), paid.permit());
    var metrics = new FederationMetrics(parts.registry(), log);
    Optional<SavedTraining> saved =
        begun.map(Checkpoint::training).or(() -> parts.model().map(DetectorModel::begin));
    return new Ready(saved, bundles, paid.strategy(), log, trigger, metrics);
  }

  private Paid free(AttestedBudget attested) {
    Optional<Strategy> only = parts.model().flatMap(DetectorModel::strategy);
    if (only.isPresent()) {
      return new Paid(only.get(), attested, Optional.empty()); // trees have no distances to compare
    }
    Strategy chosen = Strategy.parse(config.strategy());
    Strategy strategy = config.influence() ? new Watched(chosen, MOST_COMPARED) : chosen;
    return new Paid(strategy, attested, Optional.empty());
  }

  private Paid charged(LateLog late) {
    ArchivedLedger ledger = ArchivedLedger.open(parts.ledger(), parts.keyFolder(), config.budget());
    var told = new ToldLedger(ledger, row -> late.get().charged(row, ledger, config.budget()));
    var account = new PrivacyAccount(
        config.privacy(), PrivacyUnit.CLIENT, told, parts.folder().run());
    double noise =
        account.enter(PrivacyAccount.FEDERATION, 1, 1, config.roundConfig().rounds());
    var strategy =
        new PrivateAvg(noise, config.minClients(), config.clipNorm(), SecretRandom.create());
    var permit = new ChargedRounds(account);
    return new Paid(strategy, permit, Optional.of(permit));
  }

  private void requireFit(Checkpoint checkpoint, Strategy strategy) {
    var shapes = checkpoint.training().layout().shapes();
    if (parts.model().filter(it -> !it.begin().layout().shapes().equals(shapes)).isPresent()) {
      throw new UsageException(
          "federate.model: %s (expected: the model of the training of this data folder, shapes %s; without its folder federate it begins anew)"
              .formatted(config.model(), shapes));
    }
    if (!checkpoint.strategy().equals(strategy.toString())) {
      throw new UsageException(
          "federate.strategy, or federate.dp: %s (expected: %s, as in the training of this data folder; without its folder federate it begins anew)"
              .formatted(strategy, checkpoint.strategy()));
    }
    try {
      checkpoint.training().requireFor(config.roundConfig());
    } catch (IllegalArgumentException e) {
      throw FederateConfig.mistake(e);
    }
  }

  /** The ledger is made before the log that tells of it. */
  private static final class LateLog {
    private volatile @Nullable FederationLog log;

    FederationLog get() {
      FederationLog known = log;
      if (known == null) {
        throw new IllegalStateException("a round was charged before anything began");
      }
      return known;
    }
  }

  /** Where it listens; known when it is deployed. */
  public int port() {
    return known().server().port();
  }

  private Running known() {
    Running made = running;
    if (made == null) {
      throw new IllegalStateException("the stage federate is not started");
    }
    return made;
  }

  /**
   * Lets the next round begin as soon as enough clients are there. On any thread.
   *
   * @return {@code run}, {@code round} that will begin or is under way, {@code clients} that are there, {@code waiting_for}
   *     how many more
   * @throws IllegalStateException when training is over, with the reason
   */
  public JsonObject trigger() {
    Running made = known();
    Optional<String> stopped = made.log().stopped();
    int finished = made.log().finished();
    if (stopped.isPresent() || finished >= config.roundConfig().rounds()) {
      throw new IllegalStateException("training is over behind round " + finished
          + stopped.map(why -> ": " + why).orElse(", its last"));
    }
    made.ready().trigger().release(finished + 1);
    made.server().reconsider();
    int present = made.log().present().size();
    int needed = finished == 0 ? config.minClients() : config.minFit();
    return new JsonObject()
        .put("run", made.log().run())
        .put("round", finished + 1)
        .put("clients", present)
        .put("waiting_for", Math.max(0, needed - present));
  }

  /** Reads and computes the whole ledger again. Blocks. */
  public LedgerVerdict verifyLedger() {
    return ArchivedLedger.verify(parts.ledger(), parts.keyFolder());
  }

  /** How it stands. On any thread. */
  public JsonObject state() {
    Running made = known();
    RoundProgress progress = made.server().progress();
    return new JsonObject()
        .put("run", made.log().run())
        .put("listening", HOST + ':' + made.server().port())
        .put("round", made.log().finished())
        .put("rounds", config.rounds() == 0 ? null : (Integer) config.rounds())
        .put("strategy", made.ready().strategy().toString())
        .put("trigger", config.trigger())
        .put("phase", progress.phase().word())
        .put("next_round", progress.round())
        .put("asked", progress.asked())
        .put("awaited", new JsonArray(progress.awaited()))
        .put("min_clients", config.minClients())
        .put("min_fit", config.minFit())
        .put("scaling", config.scaling())
        .put("calibrates_cut", config.calibratesCut())
        .put(
            "present",
            new JsonArray(made.log().present().keySet().stream().sorted().toList()))
        .put("stopped", made.log().stopped().orElse(null))
        .put("dp", config.dp())
        .put("budget_epsilon", config.budgetEpsilon() > 0 ? (Double) config.budgetEpsilon() : null)
        .put("delta", config.delta());
  }
}
