package io.fedics.app.fl;

import io.fedics.app.bundle.ModelStore;
import io.fedics.app.cli.Blocking;
import io.fedics.app.cli.Count;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.cli.OptionVariable;
import io.fedics.app.config.Configs;
import io.fedics.app.config.LogSetup;
import io.fedics.app.folder.DataOptions;
import io.fedics.app.offline.FileOptions;
import io.fedics.app.offline.FlowFormatOption;
import io.fedics.app.offline.FlowRows;
import io.fedics.app.offline.HostWindows;
import io.fedics.app.offline.OfflineStages;
import io.fedics.app.privacy.DpOptions;
import io.fedics.app.privacy.SpentFields;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.benchmark.PublicRanges;
import io.fedics.fl.grpc.FederationClient;
import io.fedics.fl.grpc.ServerConfig;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.privacy.ledger.LedgerFile;
import io.fedics.fl.privacy.ledger.PrivacyBudget;
import io.fedics.fl.privacy.ledger.PrivacyLedger;
import io.fedics.fl.privacy.ledger.Spent;
import io.fedics.fl.privacy.ledger.VolatileLedger;
import io.fedics.fl.simulate.ForestTask;
import io.fedics.fl.simulate.WindowTask;
import io.fedics.fl.site.Disclosure;
import io.fedics.fl.site.Learning;
import io.fedics.fl.site.LstmModel;
import io.fedics.fl.site.MlpModel;
import io.fedics.fl.site.ModelSite;
import io.fedics.fl.site.Privacy;
import io.fedics.fl.site.SiteModel;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.error.UsageException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A site: joins a federated server and trains on records that never leave it. */
@Command(
    name = "client",
    description = "Joins a server as a site and trains on the site's own rows or flows.",
    mixinStandardHelpOptions = true)
final class FlClientCommand implements Callable<Integer> {
  private static final String USUAL_SERVER = "127.0.0.1:9093";

  @Mixin
  private DataOptions folder = new DataOptions();

  @Mixin
  private FlLearningOptions learning = new FlLearningOptions();

  @Mixin
  private FlPrivacyOptions privacy = new FlPrivacyOptions();

  @Mixin
  private FlDisclosureOptions disclosures = new FlDisclosureOptions();

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "Default: $$FLOWER_SERVER_ADDRESS, else 127.0.0.1:9093.")
  private String server = "";

  @Option(
      names = "--site",
      required = true,
      paramLabel = "ID",
      description = "What this site is called in ledgers and reports; no host name.")
  private String site = "";

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "The site's rows in the shape of NSL-KDD, plain or gzip; with lstm or iforest its flows"
              + " (default: $$DATA_PATH).")
  private List<Path> data = new ArrayList<>();

  @Mixin
  private FlowFormatOption format = new FlowFormatOption();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of first weights and of the order of rows (default: 1).")
  private long seed = 1;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "The noise is planned for so many (default: $$FL_NUM_ROUNDS, else 3).")
  private @Nullable Integer rounds;

  @Mixin
  private FlTlsOptions tls = new FlTlsOptions();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    learning.require();
    if (data.isEmpty()) {
      data = List.of(FileOptions.usual(environment, "--data"));
    }
    Address address = address(environment);
    Optional<ServerConfig.Tls> secured = tls.secured("--server", address.host, address.toString());
    Privacy kept = privacy.privacy();
    Learning how = learning.learning(kept);
    Disclosure told = disclosures.disclosure(learning, kept);
    int planned = planned(environment);
    Configs configs = folder.configs(environment);
    LogSetup.apply(configs.log());
    if (learning.isForest() && kept.unit().isPresent()) {
      throw new UsageException(
          "--dp: " + privacy.dp() + " (expected: none with --model iforest, trees are not noised)");
    }
    SiteModel model = learning.isForest()
        ? flows(configs)
        : learning.isLstm() ? windows(configs) : rows(told.scaling());
    if (kept.unit().isEmpty()) {
      var nothing = new VolatileLedger(Optional.empty());
      return work(address, secured, site(model, told, how, kept, planned, nothing));
    }
    var budget = new PrivacyBudget(kept.epsilon(), kept.delta());
    try (LedgerFile ledger = FlLedger.open(folder.folder(environment), Optional.of(budget))) {
      return work(address, secured, site(model, told, how, kept, planned, ledger));
    }
  }

  private SiteModel rows(Scaling scaling) {
    format.requireNone("only with --model lstm or iforest");
    PublicRanges read =
        FileOptions.named("--data", () -> PublicRanges.ofSite(data, learning.heldOut(), seed));
    int[] labels = read.training().binary();
    int attacks = IntStream.of(labels).sum();
    spec.commandLine()
        .getErr()
        .printf(
            Locale.ROOT,
            "%,d normal rows and %,d attacks to train on, %,d rows to judge%n",
            labels.length - attacks,
            attacks,
            read.heldOut().rows().length);
    return MlpModel.of(learning.rows(scaling, read), learning.activation());
  }

  private SiteModel flows(Configs configs) {
    PrintWriter err = spec.commandLine().getErr();
    ForestTask.Flows flows = FlowRows.ofSite(
        FileOptions.named("--data", () -> format.all(data, err)).iterator(),
        Prefixes.of(configs.physics().rules().site().ownPrefixes()),
        learning.heldOut(),
        "--data");
    err.printf(
        Locale.ROOT,
        "%,d flows to train on, %,d after them to judge%n",
        flows.training().length,
        flows.heldOut().length);
    return FederatedForest.model(flows, "--data");
  }

  private SiteModel windows(Configs configs) {
    PrintWriter err = spec.commandLine().getErr();
    WindowTask.Windows windows = HostWindows.ofSite(
        OfflineStages.from(configs),
        Prefixes.of(configs.aggregate().ownPrefixes()),
        FileOptions.named("--data", () -> format.all(data, err)).iterator(),
        learning.heldOut(),
        "--data");
    err.printf(
        Locale.ROOT,
        "%,d windows to train on, %,d after them to judge%n",
        windows.training().size(),
        windows.heldOut().size());
    return new LstmModel(
        ModelStore.ofShipped().shipped(LstmAutoencoder.KIND),
        windows.training(),
        windows.heldOut());
  }

  private ModelSite site(
      SiteModel model,
      Disclosure told,
      Learning how,
      Privacy kept,
      int planned,
      PrivacyLedger ledger) {
    return DpOptions.asOption(
        () -> new ModelSite(site, model, told, how, kept, seed, planned, ledger));
  }

  private int planned(Map<String, String> environment) {
    String told = rounds == null
        ? OptionVariable.FL_NUM_ROUNDS.in(environment).orElse("3")
        : Integer.toString(rounds);
    if (!told.matches("[1-9][0-9]{0,6}")) {
      throw new UsageException("--rounds: " + told + " (expected: 1 to 9999999)");
    }
    return Integer.parseInt(told);
  }

  private record Address(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  private Address address(Map<String, String> environment) {
    String named = server.isEmpty()
        ? OptionVariable.FLOWER_SERVER_ADDRESS.in(environment).orElse(USUAL_SERVER)
        : server;
    int colon = named.lastIndexOf(':');
    String host = colon < 0 ? "" : named.substring(0, colon).replaceAll("^\\[|]$", "");
    String port = named.substring(colon + 1);
    if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new UsageException("--server: " + named + " (expected: HOST:PORT)");
    }
    return new Address(host, Integer.parseInt(port));
  }

  private int work(Address address, Optional<ServerConfig.Tls> secured, ModelSite trained)
      throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Vertx vertx = Vertx.vertx();
    FederationClient.Leave leave;
    try {
      err.println("joining " + address + " as " + site);
      err.flush();
      leave = Blocking.await(
          FederationClient.join(vertx, address.host, address.port, secured, trained));
    } catch (IOException | VertxException e) {
      throw new UsageException(
          "--server: %s (expected: %s): %s"
              .formatted(address, expected(secured, e), e.getMessage()),
          e);
    } finally {
      Blocking.await(vertx.close());
    }
    report(trained, leave);
    if (!leave.isTold()) {
      err.println("fedics: " + leave.reason());
    }
    return leave.isTold() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Who listens but hangs up at once may speak TLS where this side does not, or not speak it where this side does. */
  private static String expected(Optional<ServerConfig.Tls> secured, Exception failure) {
    if (failure instanceof ConnectException || failure instanceof UnknownHostException) {
      return "a federated server";
    }
    return secured.isEmpty()
        ? "a federated server without TLS; one with TLS wants --tls-cert, --tls-key and --tls-ca"
        : "a federated server with TLS, vouched for by --tls-ca, that takes --tls-cert; one without"
            + " TLS wants none of --tls-cert, --tls-key and --tls-ca";
  }

  private void report(ModelSite trained, FederationClient.Leave leave) {
    PrintWriter out = spec.commandLine().getOut();
    Optional<Spent> spent = trained.spent();
    if (json) {
      out.println(SpentFields.put(new JsonObject().put("rounds", trained.rounds()), spent)
          .put("stopped", leave.isTold() ? null : leave.reason())
          .encode());
      return;
    }
    out.println("trained in " + Count.of(trained.rounds(), "round"));
    spent.ifPresent(out::println);
  }
}
