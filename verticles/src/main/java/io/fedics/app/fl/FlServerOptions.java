package io.fedics.app.fl;

import io.fedics.app.cli.OptionVariable;
import io.fedics.app.config.Configs;
import io.fedics.app.privacy.DpOptions;
import io.fedics.fl.aggregate.FlTrust;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.grpc.ServerConfig;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.fl.round.RoundConfig;
import io.fedics.shared.error.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a federated server is told what to do. */
final class FlServerOptions {
  private static final int USUAL_ROUNDS = 3;
  private static final int USUAL_CLIENTS = 2;
  private static final int MOST_PORT = 65_535;
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description =
          "Port 0 is any; other than this machine only with TLS (default: 127.0.0.1:9093).")
  private String listen = "127.0.0.1:9093";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Number of the last round (default: $$FL_NUM_ROUNDS, else 3).")
  private @Nullable Integer rounds;

  @Option(
      names = "--min-clients",
      paramLabel = "N",
      description =
          "Clients that must be there before the first round begins, or one is tried again (default:"
              + " 2, or what the strategy needs).")
  private @Nullable Integer minClients;

  @Option(
      names = "--min-fit",
      paramLabel = "N",
      description = "Answers without which a round is tried again; clients that a later round needs"
          + " to begin (default: 1, or what the strategy needs).")
  private @Nullable Integer minFit;

  @Option(
      names = "--fraction-fit",
      paramLabel = "SHARE",
      description = "Share of the clients that train in a round, above 0 up to 1 (default: 1).")
  private double fractionFit = 1;

  @Option(
      names = "--fraction-evaluate",
      paramLabel = "SHARE",
      description = "Share of the clients that judge the new model, 0 to 1 (default: 1).")
  private double fractionEvaluate = 1;

  @Option(
      names = "--strategy",
      paramLabel = "NAME[:KEY=VALUE,…]",
      description =
          "As Flower's: FedAvg, FedAvgM:server_momentum=0.9, FedProx:proximal_mu=0.1,"
              + " FedAdam, FedMedian, Krum:num_malicious_clients=1 … (default: FedAvg; trees are merged).")
  private @Nullable String strategy;

  @Mixin
  private FlStrategyOption strategies = new FlStrategyOption();

  @Option(
      names = "--no-report",
      description =
          "Compares no updates, which costs clients² x weights a round: nobody is suspected.")
  private boolean noReport;

  @Option(
      names = "--scaling",
      paramLabel = "public|sums",
      description = "Of features that clients bring: public, each as it knows them; sums: before"
          + " the first round each tells sums of its rows, and all scale to mean 0 and deviation 1;"
          + " who tells none is let go (default: public).")
  private String scaling = Scaling.PUBLIC.word();

  @Option(
      names = "--calibrate-cut",
      description = "Ask sites behind the last round how their rows lie about the model's cut, and"
          + " move it to where most are right; of a model whose last tensor is the bias of its only"
          + " output (default: no).")
  private boolean calibrateCut;

  @Option(
      names = "--root-data",
      arity = "1..*",
      paramLabel = "FILE",
      description = "With --strategy FLTrust and --model lstm: flows of the server's own, which"
          + " nobody else could poison; in any format that detect reads.")
  private List<Path> rootData = List.of();

  @Option(
      names = "--initial-parameters",
      paramLabel = "client|model",
      description =
          "Where parameters to begin with come from (default: client; with --dp client its"
              + " shapes only, the weights are drawn by the server); with --model lstm"
              + " drawn by the server (default), or model: those that come with the program.")
  private @Nullable String initialParameters;

  @Option(
      names = "--model",
      paramLabel = "lstm|iforest|FILE.npz",
      description =
          "lstm: sites train the autoencoder of hosts' activity; iforest: trees of all"
              + " sites make one forest; the last round becomes a bundle. With --initial-parameters model: a file, as --out and numpy.savez write it.")
  private @Nullable Path model;

  @Option(
      names = "--round-timeout",
      paramLabel = "DURATION",
      description =
          "How long training, and then counting and judging, may take, ISO 8601 (default: PT10M).")
  private String roundTimeout = "PT10M";

  @Option(
      names = "--patience",
      paramLabel = "DURATION",
      description =
          "Behind a finished round: how long too few clients are waited for before training"
              + " ends with that round, ISO 8601 (default: for ever).")
  private @Nullable String patience;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the choice of clients for a round, and with --model lstm of the first"
          + " weights and of FLTrust's own training (default: 1).")
  private long seed = 1;

  @Option(
      names = "--max-clients",
      paramLabel = "N",
      description = "Clients there at one time; more are turned away (default: 1000).")
  private int maxClients = 1_000;

  @Option(
      names = "--max-examples",
      paramLabel = "N",
      description = "Greatest number of examples that is believed (default: 10000000).")
  private long maxExamples = 10_000_000;

  @Option(
      names = "--max-value",
      paramLabel = "X",
      description = "Greatest magnitude of a parameter, loss or metric (default: 1000000).")
  private double maxValue = 1e6;

  @Option(
      names = "--max-refusals",
      paramLabel = "N",
      description =
          "Messages of a site that may be refused in a training before it is kept out; 0 for no limit;"
              + " needs TLS, without nobody is known again (default: 3).")
  private int maxRefusals = 3;

  @Mixin
  private FlTlsOptions tls = new FlTlsOptions();

  @Option(
      names = "--sites",
      split = ",",
      paramLabel = "A,B",
      description = "Sites that may join (default: all the authority vouches for).")
  private List<String> sites = List.of();

  long seed() {
    return seed;
  }

  Strategy strategy(Optional<FederatedModel> known) {
    if (known.orElse(null) instanceof FederatedForest forest) {
      if (strategy != null) {
        throw new UsageException(
            "--strategy: " + strategy + " (expected: none with --model iforest, trees are merged)");
      }
      strategies.requireSafe();
      return forest.strategy();
    }
    Strategy chosen = strategies.parse(name());
    boolean isTrust = chosen instanceof FlTrust;
    if (isTrust && (rootData.isEmpty() || !isModel(LstmAutoencoder.KIND))) {
      throw new UsageException("--strategy: " + name()
          + " (expected: with --model lstm and --root-data, flows of the server's own)");
    }
    if (!isTrust && !rootData.isEmpty()) {
      throw new UsageException(
          "--root-data: " + rootData.getFirst() + " (expected: only with --strategy FLTrust)");
    }
    return chosen;
  }

  /** Whether the updates of each round are compared with each other. */
  boolean comparesUpdates() {
    return !noReport;
  }

  private String name() {
    return strategy == null ? "FedAvg" : strategy;
  }

  /** Of the server's own; empty without them. */
  List<Path> rootData() {
    return rootData;
  }

  /** Whether the server knows the model that is trained; else it is whatever clients bring. */
  boolean isKnown() {
    return isModel(LstmAutoencoder.KIND) || isModel(IsolationForest.KIND);
  }

  private boolean isModel(String kind) {
    return model != null && model.toString().equals(kind);
  }

  /** Empty when clients bring the model. */
  Optional<FederatedModel> known(Configs configs) {
    return Optional.ofNullable(model).flatMap(it -> FederatedModel.named(it.toString(), configs));
  }

  /** What sites begin with. */
  SavedTraining begin(FederatedModel known) {
    return switch (known) {
      case FederatedLstm lstm -> lstm(lstm);
      case FederatedForest forest -> {
        if (initialParameters != null) {
          throw new UsageException("--initial-parameters: " + initialParameters
              + " (expected: none with --model iforest, trees are grown anew)");
        }
        yield forest.fresh();
      }
    };
  }

  private SavedTraining lstm(FederatedLstm lstm) {
    if (initialParameters == null) {
      return lstm.fresh(seed);
    }
    if (!initialParameters.equals("model")) {
      throw new UsageException("--initial-parameters: " + initialParameters
          + " (expected: model, or none, with --model lstm)");
    }
    return lstm.shipped();
  }

  /** Empty to ask a client. */
  Optional<Path> model() {
    return switch (initialParameters == null ? "client" : initialParameters) {
      case "client" -> {
        if (model != null) {
          throw new UsageException(
              "--model: " + model + " (expected: only with --initial-parameters model)");
        }
        yield Optional.empty();
      }
      case "model" -> {
        if (model == null) {
          throw new UsageException("--model: missing (expected: a file for --initial-parameters)");
        }
        yield Optional.of(model);
      }
      default ->
        throw new UsageException(
            "--initial-parameters: " + initialParameters + " (expected: client or model)");
    };
  }

  RoundConfig rounds(Strategy chosen, Map<String, String> environment) {
    int least = minFit == null ? chosen.leastUpdates() : minFit;
    if (least < chosen.leastUpdates()) {
      throw new UsageException("--min-fit: %d (expected: at least %d for %s)"
          .formatted(least, chosen.leastUpdates(), name()));
    }
    int clients = minClients == null ? Math.max(USUAL_CLIENTS, least) : minClients;
    if (clients < least) {
      throw new UsageException(
          "--min-clients: %d (expected: at least %d, the answers a round needs)"
              .formatted(clients, least));
    }
    return checked(() -> new RoundConfig(
        numberOfRounds(environment),
        clients,
        least,
        fractionFit,
        fractionEvaluate,
        duration("--round-timeout", roundTimeout),
        scaling(),
        calibratesCut(),
        Optional.ofNullable(patience).map(text -> duration("--patience", text))));
  }

  private Scaling scaling() {
    Scaling chosen = DpOptions.asOption(() -> Scaling.named(scaling));
    if (chosen == Scaling.SUMS && isKnown()) {
      throw new UsageException("--scaling: sums (expected: public with --model " + model
          + ", whose features are known)");
    }
    return chosen;
  }

  private boolean calibratesCut() {
    if (calibrateCut && isKnown()) {
      throw new UsageException(
          "--calibrate-cut: yes (expected: no with --model " + model + ", which has no labels)");
    }
    return calibrateCut;
  }

  private int numberOfRounds(Map<String, String> environment) {
    if (rounds != null) {
      return rounds;
    }
    String told = OptionVariable.FL_NUM_ROUNDS.in(environment).orElse("");
    try {
      return told.isEmpty() ? USUAL_ROUNDS : Integer.parseInt(told);
    } catch (NumberFormatException e) {
      throw new UsageException("FL_NUM_ROUNDS: " + told + " (expected: a whole number)", e);
    }
  }

  private static Duration duration(String option, String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new UsageException(option + ": " + text + " (expected: ISO 8601, as in PT10M)", e);
    }
  }

  ServerConfig server() {
    int colon = listen.lastIndexOf(':');
    String host = colon < 0 ? "" : listen.substring(0, colon).replaceAll("^\\[|]$", "");
    String port = listen.substring(colon + 1);
    if (host.isEmpty() || !port.matches("[0-9]{1,5}")) {
      throw new UsageException("--listen: " + listen + " (expected: HOST:PORT)");
    }
    if (Integer.parseInt(port) > MOST_PORT) {
      throw new UsageException(
          "--listen: " + listen + " (expected: HOST:PORT, a port from 0 to " + MOST_PORT + ")");
    }
    Optional<ServerConfig.Tls> secured = tls.secured("--listen", host, listen);
    if (!sites.isEmpty() && secured.isEmpty()) {
      throw new UsageException("--sites: " + String.join(",", sites)
          + " (expected: none without --tls-cert, --tls-key and --tls-ca)");
    }
    return checked(() -> new ServerConfig(
        host,
        Integer.parseInt(port),
        secured,
        new LinkedHashSet<>(sites),
        maxClients,
        maxExamples,
        maxValue,
        maxRefusals,
        GOODBYE));
  }

  /** Settings are called {@code fl.x} in there and {@code --x} here. */
  static <T> T checked(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()).replaceFirst("^fl\\.", "--"), e);
    }
  }
}
