package io.fedics.app.fl;

import io.fedics.app.cli.Blocking;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.config.LogSetup;
import io.fedics.app.folder.DataOptions;
import io.fedics.app.offline.OfflineStages;
import io.fedics.fl.aggregate.FlTrust;
import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.aggregate.Watched;
import io.fedics.fl.grpc.Checkpoint;
import io.fedics.fl.grpc.FederationMetrics;
import io.fedics.fl.grpc.FederationServer;
import io.fedics.fl.grpc.ModelLayout;
import io.fedics.fl.grpc.Npz;
import io.fedics.fl.grpc.RefusedException;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.grpc.ServerConfig;
import io.fedics.fl.grpc.Tensor;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.privacy.ledger.LedgerException;
import io.fedics.fl.privacy.ledger.LedgerFile;
import io.fedics.fl.privacy.ledger.Spent;
import io.fedics.fl.round.RandomChooser;
import io.fedics.fl.round.RoundConfig;
import io.fedics.fl.round.RoundPermit;
import io.fedics.fl.site.AttestedBudget;
import io.fedics.fl.site.ChargedRounds;
import io.fedics.fl.site.PrivacyAccount;
import io.fedics.present.audit.AuditFile;
import io.fedics.shared.error.UsageException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets sites that run Flower's clients train one model; goes on where it was when it is started again. */
@Command(
    name = "server",
    description = "Lets sites train one model together; any Flower client can join.",
    mixinStandardHelpOptions = true)
final class FlServerCommand implements Callable<Integer> {
  /** Numbers in the updates of a round that are kept to compare them, 8 MB: a server's memory hangs on its model alone. */
  private static final long MOST_COMPARED = 1_000_000;

  @Mixin
  private DataOptions data = new DataOptions();

  @Mixin
  private FlServerOptions options = new FlServerOptions();

  @Mixin
  private FlServerPrivacyOptions privacy = new FlServerPrivacyOptions();

  @Option(
      names = "--fresh",
      description = "Begin anew, also when a training in the data folder is not at its end.")
  private boolean fresh;

  @Mixin
  private FlServerOutput output = new FlServerOutput();

  @Mixin
  private FlMetricsPage metricsPage = new FlMetricsPage();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    ServerConfig config = options.server();
    Optional<FederatedModel> known = options.known(data.configs(environment));
    Strategy strategy = rooted(options.strategy(known), environment);
    RoundConfig rounds = options.rounds(strategy, environment);
    Optional<SavedTraining> model = (known.isPresent()
            ? known.map(options::begin)
            : options.model().map(FlServerCommand::begin))
        .map(it -> FlServerOptions.checked(() -> it.requireFor(rounds)));
    LogSetup.apply(data.configs(environment).log());
    Strategy planned = privacy.require(strategy, rounds);
    Path dataFolder = data.folder(environment);
    output.requireWritable(options.isKnown(), Optional.of(dataFolder));
    metricsPage.requirePort();
    FlPorts.requireFree(config, metricsPage.port());
    // whatever is refused from here on is refused for what the folder holds
    try (FlFolder folder = FlFolder.open(dataFolder)) {
      output.requireWritable(options.isKnown(), Optional.empty());
      Optional<Checkpoint> begun = fresh ? Optional.empty() : folder.load();
      begun.ifPresent(checkpoint -> requireSame(checkpoint, planned, folder));
      AuditFile trail = trail();
      if (!privacy.isPrivate()) {
        forgetIfFresh(folder);
        var attested = new AttestedBudget(privacy.budgetOfSites());
        var account = new Account(attested, _ -> attested.largest(), attested);
        train(
            folder, begun, trail, config, rounds, watched(strategy, known), model, known, account);
        return ExitCode.OK;
      }
      try (LedgerFile ledger = privacy.ledger(dataFolder)) {
        forgetIfFresh(folder);
        PrivacyAccount own = privacy.account(ledger, folder.run());
        Strategy noised = privacy.strategy(own, strategy, rounds);
        var permit = new ChargedRounds(own);
        var attested = new AttestedBudget(Double.POSITIVE_INFINITY); // nobody asks it
        var account = new Account(permit, permit::spent, attested);
        train(folder, begun, trail, config, rounds, noised, model, known, account);
      }
    }
    return ExitCode.OK;
  }

  private void forgetIfFresh(FlFolder folder) {
    if (fresh) {
      folder.forget();
    }
  }

  /**
   * Who pays for rounds.
   *
   * @param spent when a round was
   * @param attested what sites say of themselves
   */
  private record Account(
      RoundPermit permit, IntFunction<Optional<Spent>> spent, AttestedBudget attested) {}

  /** Trees have no distances to compare. */
  private Strategy watched(Strategy strategy, Optional<FederatedModel> known) {
    return !options.comparesUpdates() || known.orElse(null) instanceof FederatedForest
        ? strategy
        : new Watched(strategy, MOST_COMPARED);
  }

  /** With records of the server, for a strategy that trusts nobody else's. */
  private Strategy rooted(Strategy strategy, Map<String, String> environment) {
    if (!(strategy instanceof FlTrust trust)) {
      return strategy;
    }
    PrintWriter err = spec.commandLine().getErr();
    return FlRoot.of(trust, options.rootData(), data.configs(environment), options.seed(), err);
  }

  private void train(
      FlFolder folder,
      Optional<Checkpoint> begun,
      AuditFile trail,
      ServerConfig config,
      RoundConfig rounds,
      Strategy strategy,
      Optional<SavedTraining> model,
      Optional<FederatedModel> known,
      Account account)
      throws Exception {
    begun.ifPresent(checkpoint ->
        account.attested().goOn(checkpoint.attested(), config.tls().isPresent()));
    Optional<SavedTraining> saved = begun
        .map(Checkpoint::training)
        .map(it -> FlServerOptions.checked(() -> it.requireFor(rounds)))
        .or(() -> model);
    begun.ifPresent(checkpoint -> known.ifPresent(it -> it.require(checkpoint.training())));
    var sites = new FlSites(config.tls().isPresent(), options.comparesUpdates())
        .goOn(begun.map(Checkpoint::sites).orElse(List.of()));
    PrintWriter progress =
        json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    if (privacy.isPrivate() && saved.isEmpty()) {
      progress.println(
          "the server draws the weights to begin with: with --dp client only shapes are taken of a client");
    }
    var told = new FlRounds(
        folder,
        strategy.toString(),
        progress,
        begun,
        account.spent(),
        account.attested()::attested,
        trail,
        sites);
    begun.ifPresent(checkpoint -> progress.println("going on behind round "
        + checkpoint.training().finished() + " of " + folder.checkpoint()));
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var metrics = new FederationMetrics(registry, told);
    var server = new FederationServer(
        config,
        rounds,
        strategy,
        new RandomChooser(options.seed()),
        account.permit(),
        saved,
        metrics,
        InstantSource.system());
    serve(server, config, registry, progress);
    end(folder, told, sites, metrics, known.map(it -> bundle(it, folder, told, strategy, config)));
  }

  private AuditFile trail() {
    Path folder = data.folder(System.getenv());
    try {
      return AuditFile.open(folder, InstantSource.system());
    } catch (LedgerException e) {
      throw new UsageException(
          "--data-dir: " + folder + " (expected: a folder with a sound audit trail): "
              + e.getMessage(),
          e);
    }
  }

  private static SavedTraining begin(Path file) {
    try (var in = Files.newInputStream(file)) {
      Npz.Content content = Npz.read(in, Double.MAX_VALUE);
      ModelLayout layout = ModelLayout.of(content.tensors());
      return new SavedTraining(
          0, layout, GlobalModel.of(layout.join(content.tensors())), content.scaling());
    } catch (IOException e) {
      throw new UsageException("--model: " + file + " (expected: a readable .npz file)", e);
    } catch (RefusedException | IllegalArgumentException e) {
      throw new UsageException("--model: " + file + ": " + e.getMessage(), e);
    }
  }

  private static void requireSame(Checkpoint checkpoint, Strategy strategy, FlFolder folder) {
    if (!checkpoint.strategy().equals(strategy.toString())) {
      throw new UsageException("--strategy: %s (expected: %s, as in %s; --fresh begins anew)"
          .formatted(strategy, checkpoint.strategy(), folder.checkpoint()));
    }
  }

  private void serve(
      FederationServer server,
      ServerConfig config,
      PrometheusMeterRegistry registry,
      PrintWriter progress)
      throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Blocking.await(metricsPage.show(vertx, registry));
      Blocking.await(vertx.deployVerticle(server));
      progress.printf("fl server listening on %s:%d%n", config.host(), server.port());
      progress.flush();
      Blocking.await(server.done());
    } catch (BindException e) {
      throw FlPorts.taken("--listen: " + config.host() + ":" + config.port(), e);
    } finally {
      Blocking.await(vertx.close());
    }
  }

  private Bundle bundle(
      FederatedModel known,
      FlFolder folder,
      FlRounds told,
      Strategy strategy,
      ServerConfig config) {
    SavedTraining last = last(told);
    JsonObject round = told.json().getJsonObject(told.json().size() - 1);
    OfflineStages stages = OfflineStages.from(data.configs(System.getenv()));
    var origin = new FederatedOrigin(
        folder.run(),
        last.finished(),
        round,
        strategy.toString(),
        privacy.isPrivate(),
        config.tls().isPresent());
    return known.bundle(last, origin, stages);
  }

  private static SavedTraining last(FlRounds told) {
    return told.last()
        .orElseThrow(() -> new UsageException("fl server: no round was finished: "
            + told.stopped().orElse("it ended at once") + " (expected: at least one)"));
  }

  private void end(
      FlFolder folder,
      FlRounds told,
      FlSites sites,
      FederationMetrics metrics,
      Optional<Bundle> bundle)
      throws IOException {
    SavedTraining last = last(told);
    List<Tensor> parameters = last.layout().split(last.model().parameters());
    Path file = output.ofParameters(folder, options.isKnown());
    FlFolder.write(file, new Npz.Content(parameters, last.scaling()));
    Optional<Path> model = bundle.isPresent()
        ? Optional.of(output.write(bundle.get(), data.folder(System.getenv())))
        : Optional.empty();
    folder.forget(); // brought to its end: the next start is another training
    String sha256 = Npz.sha256(parameters);
    PrintWriter text = spec.commandLine().getOut();
    if (json) {
      var result = new JsonObject()
          .put("rounds", told.json())
          .put("sites", sites.json())
          .put("report", options.comparesUpdates())
          .put("final_parameters_sha256", sha256)
          .put("out", file.toString())
          .put("cut", told.cut())
          .put("stopped", told.stopped().orElse(null))
          .put("joined", metrics.joined())
          .put("left", new JsonObject(Map.copyOf(metrics.left())))
          .put("refused", new JsonObject(Map.copyOf(metrics.refused())))
          .put("aborted", metrics.aborted());
      model.ifPresent(path -> result.put("bundle", path.toString()));
      bundle.ifPresent(made -> result.put("bundle_sha256", made.sha256()));
      text.println(result.encode());
      return;
    }
    sites.print(text);
    text.printf("parameters %s in %s%n", sha256, file);
    model.ifPresent(path -> text.printf("%s in %s%n", bundle.orElseThrow(), path));
  }
}
