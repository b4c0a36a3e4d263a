package io.fedics.app.fl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.fedics.app.Main;
import io.fedics.fl.grpc.Npz;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.fl.privacy.ledger.LedgerFile;
import io.fedics.present.audit.AuditFile;
import io.fedics.present.audit.Decision;
import io.fedics.shared.tls.MadeCertificates;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sites and their server as users call them, all in this process. */
class FlClientCommandTest {
  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

  private static final Pattern ACCURACY =
      Pattern.compile("round 4: 2 clients, \\d+ examples, loss [\\d.e-]+, accuracy ([\\d.]+)\\R");
  private static final Duration START_PATIENCE = Duration.ofMinutes(1);

  @TempDir
  private Path folder;

  private Path table = Path.of("");

  @BeforeEach
  void write() throws IOException {
    var random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < 300; row++) {
      boolean attack = row % 2 == 1;
      int count = attack ? 200 + random.nextInt(300) : random.nextInt(40);
      lines.add(
          "0,tcp,%s,%s,%d,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,%d,1,0,0,0,0,1,0,0,9,9,0,0,0,0,0,0,0,0,%s,20"
              .formatted(
                  attack ? "private" : "http",
                  attack ? "S0" : "SF",
                  attack ? 0 : random.nextInt(5_000),
                  count,
                  attack ? "neptune" : "normal"));
    }
    table = Files.write(folder.resolve("rows.txt"), lines);
  }

  private record Ended(int code, String out, String err) {}

  private static Ended run(StringWriter out, List<String> arguments) {
    return run(out, new StringWriter(), arguments);
  }

  private static Ended run(StringWriter out, StringWriter err, List<String> arguments) {
    int code = Main.run(
        arguments.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
    return new Ended(code, out.toString(), err.toString());
  }

  private List<String> client(String site, int port, String... more) {
    List<String> arguments = new ArrayList<>(List.of(
        "fl",
        "client",
        "--server",
        "127.0.0.1:" + port,
        "--site",
        site,
        "--data",
        table.toString(),
        "--data-dir",
        folder.resolve(site).toString(),
        "--json"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private List<String> serverOf(String... more) {
    List<String> arguments = new ArrayList<>(List.of(
        "fl",
        "server",
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        folder.resolve("server").toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static int port(StringWriter out, Future<Ended> server) throws InterruptedException {
    long end = System.nanoTime() + START_PATIENCE.toNanos();
    while (!server.isDone() && System.nanoTime() < end) {
      Matcher found = LISTENING.matcher(out.toString());
      if (found.find()) {
        return Integer.parseInt(found.group(1));
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException("the server did not start: " + out);
  }

  @Test
  void client_twoSites_trainOneModelAndChargeTheirLedger() throws Exception {
    var told = new StringWriter();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<Ended> server = threads.submit(() -> run(told, serverOf("--rounds", "2")));
      int port = port(told, server);
      Future<Ended> open = threads.submit(() -> run(new StringWriter(), client("open", port)));
      Future<Ended> careful = threads.submit(() -> run(
          new StringWriter(),
          client("careful", port, "--dp", "record", "--epsilon", "2", "--rounds", "2")));

      assertThat(server.get().code()).isZero();
      assertThat(open.get().code()).isZero();
      assertThat(careful.get().code()).isZero();
      assertThat(told.toString()).contains("round 2: 2 clients").contains("accuracy");
      var first = new JsonObject(open.get().out());
      assertThat(first.getInteger("rounds")).isEqualTo(2);
      assertThat(first.getValue("epsilon")).isNull();
      var second = new JsonObject(careful.get().out());
      assertThat(second.getDouble("epsilon")).isBetween(1.9, 2.0);
      assertThat(second.getString("unit")).isEqualTo("record");
      assertThat(second.getDouble("delta")).isEqualTo(1e-5);
      assertThat(second.getString("accountant")).isEqualTo("rdp");
      assertThat(second.getLong("steps")).isPositive();
      assertThat(LedgerFile.verify(folder.resolve("careful")).isValid()).isTrue();
      // the update and the figures of each round
      assertThat(LedgerFile.rows(folder.resolve("careful"))).hasSize(4);
    }
  }

  @Test
  void server_threeSites_tellsOfEachInTheEnd() throws Exception {
    var told = new StringWriter();
    var err = new StringWriter();
    List<String> options = serverOf("--rounds", "2", "--min-clients", "3", "--json");
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Future<Ended> server = threads.submit(() -> run(told, err, options));
      int port = port(err, server);
      List<Future<Ended>> clients = new ArrayList<>();
      for (String site : List.of("north", "south", "west")) {
        clients.add(threads.submit(() -> run(new StringWriter(), client(site, port))));
      }
      for (Future<Ended> client : clients) {
        assertThat(client.get().code()).isZero();
      }
      assertThat(server.get().code()).isZero();
    }
    var sites = new JsonObject(told.toString()).getJsonArray("sites");
    assertThat(sites.stream().map(JsonObject.class::cast))
        .allSatisfy(site -> {
          assertThat(site.getInteger("rounds")).isEqualTo(2);
          assertThat(site.getInteger("refused")).isZero();
          assertThat(site.getDouble("distance")).isNotNull();
          assertThat(site.getDouble("influence")).isPositive();
          assertThat(site.getDouble("score")).isNotNull();
          assertThat(site.getValue("quarantined")).isNull();
        })
        .extracting(site -> site.getString("site"))
        .containsExactlyInAnyOrder("north", "south", "west");
  }

  @Test
  void client_twoSitesThatScaleBySums_areToldTheirScalingAndPayForWhatTheyTell() throws Exception {
    var told = new StringWriter();
    Path file = folder.resolve("final.npz");
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<Ended> server = threads.submit(() ->
          run(told, serverOf("--rounds", "3", "--scaling", "sums", "--out", file.toString())));
      int port = port(told, server);
      Future<Ended> open =
          threads.submit(() -> run(new StringWriter(), client("open", port, "--scaling", "sums")));
      Future<Ended> careful = threads.submit(() -> run(
          new StringWriter(),
          client("careful", port, "--scaling", "sums", "--dp", "record", "--epsilon", "2")));

      assertThat(server.get().code()).isZero();
      assertThat(open.get().code()).isZero();
      assertThat(careful.get().code()).isZero();
      assertThat(told.toString()).contains("scaled: 170 features by the sums of 2 sites over ");
      assertThat(new JsonObject(careful.get().out()).getDouble("epsilon")).isBetween(1.9, 2.0);
      assertThat(LedgerFile.rows(folder.resolve("careful")).getFirst().spend().mechanism())
          .isEqualTo("noised sums");
      try (var in = Files.newInputStream(file)) {
        assertThat(Npz.read(in, 1e6).scaling().orElseThrow().features()).isEqualTo(170);
      }
    }
  }

  /** One site has seen normal rows only, the other attacks only. */
  @Test
  void client_sitesOfOneLabelEach_trainOneModelWhoseCutTheirCountsMove() throws Exception {
    List<String> lines = Files.readAllLines(table);
    var told = new StringWriter();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<Ended> server = threads.submit(
          () -> run(told, serverOf("--rounds", "4", "--scaling", "sums", "--calibrate-cut")));
      int port = port(told, server);
      Future<Ended> calm = threads.submit(() ->
          run(new StringWriter(), ofRows("calm", port, lines, line -> line.contains(",normal,"))));
      Future<Ended> attacked = threads.submit(() -> run(
          new StringWriter(), ofRows("attacked", port, lines, line -> !line.contains(",normal,"))));

      assertThat(calm.get().code()).isZero();
      assertThat(calm.get().err())
          .containsPattern("\\d+ normal rows and 0 attacks to train on, \\d+ rows to judge");
      assertThat(attacked.get().code()).isZero();
      assertThat(attacked.get().err()).containsPattern("0 normal rows and \\d+ attacks");
      assertThat(server.get().code()).isZero();
      assertThat(told.toString())
          .containsPattern(
              "cut: moved by -?\\d+\\.[\\d]+, by the counts of 2 sites over 2\\d\\d rows");
      Matcher last = ACCURACY.matcher(told.toString());
      assertThat(last.find())
          .as(told.toString())
          .isTrue(); // no AUC: of one label there are no ranks
      assertThat(Double.parseDouble(last.group(1))).isGreaterThan(0.95);
    }
  }

  private List<String> ofRows(String site, int port, List<String> lines, Predicate<String> chosen)
      throws IOException {
    Path own =
        Files.write(folder.resolve(site + ".txt"), lines.stream().filter(chosen).toList());
    List<String> arguments = client(site, port, "--scaling", "sums", "--calibrate-cut");
    arguments.set(arguments.indexOf("--data") + 1, own.toString());
    return arguments;
  }

  @Test
  void server_hidingSites_stopsItselfBeforeItsBudgetAndGoesOnSpendingTheSame() throws Exception {
    // With this noise three rounds cost epsilon 1.85 and four 2.17.
    JsonObject first =
        trained("--dp", "client", "--noise-multiplier", "4", "--budget-epsilon", "2");
    assertThat(first.getString("stopped"))
        .startsWith("privacy budget: round ")
        .containsPattern(
            "to epsilon 2\\.\\d+ per client at delta 1\\.0E-5, accountant rdp, \\d+ steps"
                + " \\(expected: at most 2\\.0\\); spent: epsilon ")
        .contains("at delta 1.0E-5, accountant rdp, ")
        .endsWith(" steps");
    var rounds = first.getJsonArray("rounds");
    assertThat(rounds.size()).isBetween(1, 8);
    JsonObject last = rounds.getJsonObject(rounds.size() - 1);
    assertThat(last.getDouble("epsilon")).isBetween(0.5, 2.0);
    assertThat(last.getString("unit")).isEqualTo("client");
    assertThat(last.getDouble("delta")).isEqualTo(1e-5);
    assertThat(last.getString("accountant")).isEqualTo("rdp");
    for (int round = 1;
        round <= rounds.size();
        round++) { // the next one is charged before it is told
      assertThat(rounds.getJsonObject(round - 1).getInteger("steps")).isEqualTo(round);
    }
    assertThat(LedgerFile.rows(folder.resolve("server"))).hasSize(rounds.size());

    var out = new StringWriter();
    Ended again =
        withOneSite(out, "--dp", "client", "--noise-multiplier", "4", "--budget-epsilon", "2");
    assertThat(again.code()).isEqualTo(2); // a budget is over all trainings of a folder
    assertThat(again.err())
        .contains("the server draws the weights to begin with")
        .contains("fl server: no round was finished: privacy budget: round 1");
  }

  @Test
  void server_budgetOfSites_stopsBeforeASitePassesIt() throws Exception {
    var out = new StringWriter();
    Ended ended = withSite(
        out,
        List.of("--dp", "record", "--epsilon", "3", "--rounds", "3"),
        "--budget-epsilon",
        "2.9");
    assertThat(ended.code()).isZero();
    var told = new JsonObject(ended.out());
    assertThat(told.getString("stopped")).contains("attested by the site: epsilon ");
    JsonObject last =
        told.getJsonArray("rounds").getJsonObject(told.getJsonArray("rounds").size() - 1);
    assertThat(last.getDouble("epsilon")).isBetween(0.1, 2.9);
    assertThat(last.getString("unit")).isEqualTo("record");
  }

  /** Planned for three rounds of epsilon 4, of which the first has spent most. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void server_siteThatPassesItsBudgetAtOnce_stopsBehindThatRound(int rounds) throws Exception {
    Ended ended = withSite(
        new StringWriter(),
        List.of("--dp", "record", "--epsilon", "4", "--rounds", "3"),
        "--budget-epsilon",
        "1",
        "--rounds",
        Integer.toString(rounds));
    assertThat(ended.code()).isZero();
    var told = new JsonObject(ended.out());
    assertThat(told.getJsonArray("rounds")).hasSize(1);
    double epsilon = told.getJsonArray("rounds").getJsonObject(0).getDouble("epsilon");
    assertThat(epsilon).isBetween(1.5, 4.0);
    assertThat(told.getString("stopped"))
        .startsWith("privacy budget: round 1 brought client-001 to epsilon " + epsilon)
        .endsWith(" (expected: at most 1.0); attested by the site");
  }

  @Test
  void client_budgetSpent_leavesAsPlannedAndKeepsItsFolderToItself() throws Exception {
    Path own = Files.createDirectories(folder.resolve("one"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
    Ended ended = withSite(
        new StringWriter(),
        List.of("--dp", "record", "--epsilon", "2", "--rounds", "2"),
        "--patience",
        "PT0.1S");
    assertThat(ended.code()).isZero();
    var told = new JsonObject(ended.out());
    assertThat(told.getJsonArray("rounds")).hasSize(2);
    assertThat(told.getJsonObject("left")).isEqualTo(new JsonObject().put("budget-spent", 1L));
    assertThat(told.getJsonObject("refused").isEmpty()).isTrue();
    assertThat(ended.err())
        .contains("client-001 left (budget-spent): privacy budget spent: round 3 of client of one")
        .doesNotContain("refused");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(
            Files.getPosixFilePermissions(own.resolve("privacy-ledger.jsonl"))))
        .isEqualTo("rw-------");
  }

  private JsonObject trained(String... options) throws Exception {
    Ended ended = withOneSite(new StringWriter(), options);
    assertThat(ended.err()).contains("training stopped behind round ");
    assertThat(ended.code()).isZero();
    return new JsonObject(ended.out());
  }

  private Ended withOneSite(StringWriter out, String... options) throws Exception {
    return withSite(out, List.of(), options);
  }

  /** Up to 20 rounds of one site, or as many as the options say. */
  private Ended withSite(StringWriter out, List<String> site, String... options) throws Exception {
    List<String> server = serverOf("--min-clients", "1", "--json");
    server.addAll(List.of(options));
    if (!server.contains("--rounds")) {
      server.addAll(List.of("--rounds", "20"));
    }
    var told = new StringWriter();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Ended> running = threads.submit(() -> {
        int code = Main.run(
            server.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(told, true));
        return new Ended(code, out.toString(), told.toString());
      });
      int port = port(told, running);
      Future<Ended> client = threads.submit(
          () -> run(new StringWriter(), client("one", port, site.toArray(String[]::new))));
      client.get();
      return running.get();
    }
  }

  /** Answers on standard output; what it tells meanwhile can be read in {@code told}. */
  private static Ended server(StringWriter told, Path data, String model, int rounds) {
    var out = new StringWriter();
    int code = Main.run(
        new String[] {
          "fl",
          "server",
          "--model",
          model,
          "--listen",
          "127.0.0.1:0",
          "--rounds",
          Integer.toString(rounds),
          "--json",
          "--data-dir",
          data.toString()
        },
        new PrintWriter(out, true),
        new PrintWriter(told, true));
    return new Ended(code, out.toString(), told.toString());
  }

  /** Two simulated plants train the autoencoder, one with privacy; what comes of it can be put to use. */
  @Test
  void lstm_twoSites_trainADetectorThatCanBeActivated() throws Exception {
    Path one = flows(7);
    Path other = flows(8);
    var told = new StringWriter();
    Path data = folder.resolve("server");
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<Ended> server = threads.submit(() -> server(told, data, "lstm", 2));
      int port = port(told, server);
      Future<Ended> open =
          threads.submit(() -> run(new StringWriter(), windows("open", port, one)));
      Future<Ended> careful = threads.submit(() -> run(
          new StringWriter(),
          windows("careful", port, other, "--dp", "record", "--epsilon", "2", "--rounds", "2")));

      assertThat(open.get().code()).isZero();
      assertThat(open.get().err()).containsPattern("\\d+ windows to train on, \\d+ after them");
      assertThat(careful.get().code()).isZero();
      assertThat(server.get().code()).isZero();
      var result = new JsonObject(server.get().out());
      assertThat(result.getJsonArray("rounds").getJsonObject(1).getDouble("loss"))
          .isPositive();

      Bundle bundle = Bundle.read(Files.readAllBytes(Path.of(result.getString("bundle"))));
      assertThat(bundle.sha256()).isEqualTo(result.getString("bundle_sha256"));
      assertThat(bundle.whole("round")).isEqualTo(2);
      assertThat(bundle.text("run")).startsWith("run-");
      assertThat(bundle.texts("sites"))
          .hasSizeGreaterThanOrEqualTo(2)
          .allSatisfy(site -> assertThat(site).matches("(open|careful) \\(client-00[12]\\)"));
      assertThat(bundle.card())
          .contains(String.join(", ", bundle.texts("sites")) + " (each named as it calls itself, ");
      assertThat(bundle.text("strategy")).isEqualTo("FedAvg");
      assertThat(bundle.number("epsilon")).isBetween(1.9, 2.0);
      assertThat(bundle.text("privacy"))
          .contains("per record at delta 1.0E-5, accountant rdp, ")
          .contains("the largest that 1 of 2 sites attest");
      assertThat(bundle.card()).contains(bundle.text("privacy"));
    }
    Ended activated = run(
        new StringWriter(),
        List.of("models", "activate", "lstm-federated", "--data-dir", data.toString()));
    assertThat(activated.out()).startsWith("lstm-federated@").contains(" is on trial");
  }

  @Test
  void iforest_twoSites_makeOneForestThatCanBeActivated() throws Exception {
    Path one = flows(7);
    Path other = flows(8);
    var told = new StringWriter();
    Path data = folder.resolve("server");
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<Ended> server = threads.submit(() -> server(told, data, "iforest", 1));
      int port = port(told, server);
      Future<Ended> north =
          threads.submit(() -> run(new StringWriter(), trees("north", port, one)));
      Future<Ended> south =
          threads.submit(() -> run(new StringWriter(), trees("south", port, other)));
      assertThat(north.get().code()).isZero();
      assertThat(north.get().err())
          .containsPattern("[\\d,]+ flows to train on, [\\d,]+ after them");
      assertThat(south.get().code()).isZero();
      assertThat(server.get().code()).isZero();
      var result = new JsonObject(server.get().out());
      JsonObject round = result.getJsonArray("rounds").getJsonObject(0);
      assertThat(round.getJsonObject("metrics").getDouble("share_above")).isBetween(0.0, 0.2);
      assertThat(round.getJsonObject("metrics").getDouble("path_length")).isPositive();

      Bundle bundle = Bundle.read(Files.readAllBytes(Path.of(result.getString("bundle"))));
      assertThat(bundle.text("strategy")).isEqualTo("ForestMerge");
      assertThat(bundle.texts("sites")).hasSize(2);
      assertThat(bundle.text("privacy")).isEqualTo("none");
      assertThat(bundle.ints("tree_roots")).hasSize(100);
      assertThat(bundle.whole("calibration_rows")).isPositive();
      assertThat(IsolationForest.from(bundle).score(new double[12])).isBetween(0.2, 0.95);
    }
    Ended activated = run(
        new StringWriter(),
        List.of(
            "models",
            "activate",
            "iforest-federated",
            "--normals",
            one.toString(),
            "--data-dir",
            data.toString()));
    assertThat(activated.err()).contains(", in use: alarms on ");
    assertThat(activated.out()).startsWith("iforest-federated@").contains(" is active");
  }

  private List<String> trees(String site, int port, Path flows) {
    List<String> arguments = client(site, port);
    arguments.set(arguments.indexOf("--data") + 1, flows.toString());
    arguments.addAll(List.of("--model", "iforest"));
    return arguments;
  }

  private Path flows(int seed) {
    Path file = folder.resolve("plant-" + seed + ".jsonl");
    Ended ended = run(
        new StringWriter(),
        List.of(
            "simulate",
            "--duration",
            "10m",
            "--rate",
            "5",
            "--seed",
            Integer.toString(seed),
            "--out",
            file.toString()));
    assertThat(ended.code()).isZero();
    return file;
  }

  private List<String> windows(String site, int port, Path flows, String... more) {
    List<String> arguments = client(site, port, more);
    arguments.set(arguments.indexOf("--data") + 1, flows.toString());
    arguments.addAll(List.of("--model", "lstm"));
    return arguments;
  }

  @Test
  void lstm_noWindowsOfOwnHosts_isOneSentence() throws IOException {
    Path flows = Files.writeString(
        folder.resolve("few.csv"),
        "observed_at,src_ip,dst_ip,bytes_out\n2026-03-03T06:00:00Z,10.0.0.1,10.0.0.2,5\n");
    Ended ended = run(new StringWriter(), windows("few", 1, flows));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("windows of 60 s of own hosts, 0 to train on");
  }

  @Test
  void client_otherSideSpeaksTlsOrNot_isOneSentence() throws Exception {
    var made = new MadeCertificates(folder);
    made.make("both", "EC");
    String[] tls = {
      "--tls-cert",
      made.certificate("both").toString(),
      "--tls-key",
      made.key("both").toString(),
      "--tls-ca",
      made.certificate("both").toString()
    };
    Ended plain = againstAServer(tls, new String[0]);
    assertThat(plain.code()).isEqualTo(2);
    assertThat(plain.err().lines().filter(line -> line.startsWith("fedics: ")))
        .singleElement(STRING)
        .matches(
            "fedics: --server: 127\\.0\\.0\\.1:\\d+ \\(expected: a federated server without TLS; one with"
                + " TLS wants --tls-cert, --tls-key and --tls-ca\\): .+");
    Ended secured = againstAServer(new String[0], tls);
    assertThat(secured.code()).isEqualTo(2);
    assertThat(secured.err().lines().filter(line -> line.startsWith("fedics: ")))
        .singleElement(STRING)
        .matches(
            "fedics: --server: 127\\.0\\.0\\.1:\\d+ \\(expected: a federated server with TLS, .+\\): .+");
    Ended both = againstAServer(tls, tls);
    assertThat(both.code()).isZero();
  }

  /** One round of a server, and how the client ended that came first. */
  private Ended againstAServer(String[] server, String[] client) throws Exception {
    var told = new StringWriter();
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      List<String> options = serverOf("--rounds", "1", "--min-clients", "1", "--fresh");
      options.addAll(List.of(server));
      Future<Ended> running = threads.submit(() -> run(told, options));
      int port = port(told, running);
      Ended ended = run(new StringWriter(), client("north", port, client));
      if (ended.code() != 0) { // so that the server comes to its end
        assertThat(run(new StringWriter(), client("again", port, server)).code())
            .isZero();
      }
      assertThat(running.get().code()).isZero();
      return ended;
    }
  }

  @Test
  void server_siteRefusedAsOftenAsAllowed_isARowOfTheTrail() throws Exception {
    var made = new MadeCertificates(folder);
    for (String name : List.of("plant", "north", "south")) {
      made.make(name, "EC");
    }
    Path sites = Files.writeString(
        folder.resolve("sites.pem"),
        Files.readString(made.certificate("north")) + Files.readString(made.certificate("south")));
    var told = new StringWriter();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<String> options = serverOf("--rounds", "1", "--max-refusals", "1");
      options.addAll(List.of(tls(made, "plant", sites)));
      Future<Ended> server = threads.submit(() -> run(told, options));
      int port = port(told, server);
      // Models of two shapes: whose is not asked for first is refused.
      List<Future<Ended>> clients = new ArrayList<>();
      for (String site : List.of("north", "south")) {
        List<String> client = client(site, port, tls(made, site, made.certificate("plant")));
        client.addAll(List.of("--rungs", site.equals("north") ? "2" : "3"));
        clients.add(threads.submit(() -> run(new StringWriter(), client)));
      }
      assertThat(server.get().code()).isZero();
      assertThat(List.of(clients.get(0).get().code(), clients.get(1).get().code()))
          .containsExactlyInAnyOrder(0, 1);
    }
    assertThat(told.toString()).containsPattern("(north|south) is kept out: [a-z-]+: ");
    assertThat(told.toString())
        .containsPattern("\\R(north|south) +0 +1 +–.* refused: [a-z-]+ 1;"
            + " kept out since round 1: [a-z-]+: .*\\R(north|south) +1 +0 +–");
    Path data = folder.resolve("server");
    assertThat(Files.readAllLines(data.resolve("fl-audit-trail.jsonl")).getFirst())
        .containsPattern(
            "\"by\":\"fl server\",\"what\":\"quarantine\",\"on\":\"site (north|south)\","
                + "\"details\":\\{\"run\":\"run-[0-9a-f]{8}\",\"round\":1,\"refusals\":1,\"reason\":\"");
    Ended checked =
        run(new StringWriter(), List.of("ledger", "verify", "--data-dir", data.toString()));
    assertThat(checked.code()).isZero();
    assertThat(checked.out()).contains("fl-audit: 1 rows, valid");
  }

  private static String[] tls(MadeCertificates made, String own, Path authority) {
    return new String[] {
      "--tls-cert",
      made.certificate(own).toString(),
      "--tls-key",
      made.key(own).toString(),
      "--tls-ca",
      authority.toString()
    };
  }

  @Test
  void server_trailThatWasChanged_doesNotStart() throws IOException {
    Path data = Files.createDirectory(folder.resolve("server"));
    AuditFile.open(data, InstantSource.system())
        .append(Decision.ofQuarantine("west", "run-1", 2, 3, "examples: -1"));
    Path file = data.resolve("fl-audit-trail.jsonl");
    Files.writeString(file, Files.readString(file).replace("west", "east"));
    Ended server = run(new StringWriter(), serverOf());
    assertThat(server.code()).isEqualTo(2);
    assertThat(server.err())
        .startsWith(
            "fedics: --data-dir: " + data + " (expected: a folder with a sound audit trail): ")
        .contains("is broken at row 1: its hash is not that of its fields")
        .hasLineCount(1);
  }

  @Test
  void client_keyOfAnotherCertificate_isOneSentence() throws Exception {
    var made = new MadeCertificates(folder);
    made.make("north", "EC");
    made.make("south", "EC");
    List<String> tls = List.of(
        "--tls-cert",
        made.certificate("north").toString(),
        "--tls-key",
        made.key("south").toString(),
        "--tls-ca",
        made.certificate("north").toString());
    String sentence =
        "fedics: --tls-key: " + made.key("south") + " (expected: the key of --tls-cert, PEM)";
    Ended client = run(new StringWriter(), client("north", 1, tls.toArray(String[]::new)));
    assertThat(client.code()).isEqualTo(2);
    assertThat(client.err()).startsWith(sentence).hasLineCount(1);
    Ended server = run(new StringWriter(), serverOf(tls.toArray(String[]::new)));
    assertThat(server.code()).isEqualTo(2);
    assertThat(server.err()).startsWith(sentence).hasLineCount(1);
    assertThat(server.out()).isEmpty();
  }

  @Test
  void client_noServer_isOneSentence() {
    Ended ended = run(new StringWriter(), client("lonely", 1));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("fedics: --server: 127.0.0.1:1 (expected: a federated server)");
  }

  @Test
  void client_noData_isOneSentence() {
    Ended ended = run(new StringWriter(), List.of("fl", "client", "--site", "a"));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualToIgnoringNewLines(
            "fedics: --data: missing (expected: a file, here or in DATA_PATH)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mlp | a CSV file)",
        "lstm | a file of flows; it is read twice)",
        "iforest | a file of flows; it is read twice)",
      })
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void client_pipeThatNobodyWritesTo_isRefusedAtOnce(String model, String expected)
      throws Exception {
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    Ended ended = run(
        new StringWriter(),
        List.of("fl", "client", "--site", "a", "--model", model, "--data", pipe.toString()));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualToIgnoringNewLines(
            "fedics: --data: " + pipe + " is not a plain file (expected: " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--server | plant.example:9093 | --server: plant.example:9093 (expected: 127.0.0.1, or --tls-cert,",
        "--server | 9093 | --server: 9093 (expected: HOST:PORT)",
        "--model | forest | --model: forest (expected: mlp, lstm or iforest)",
        "--rounds | 0 | --rounds: 0 (expected: 1 to 9999999)",
        "--model=lstm --momentum | 0.5 | --momentum: 0.5 (expected: only with --model mlp, lstm learns by Adam)",
        "--model=iforest --dp | record | --dp: record (expected: none with --model iforest, trees are not noised)",
        "--epsilon | 1 | --epsilon: 1.0 (expected: only with --dp record or --dp client, without which nothing",
        "--format | zeek | --format: zeek (expected: only with --model lstm or iforest)",
        "--dp | both | --dp: both (expected: none, record or client)",
        "--tls-ca | none.pem | --tls-cert: missing (expected: --tls-cert, --tls-key and --tls-ca together)",
        "--scaling | own | --scaling: own (expected: public or sums)",
        "--scaling=sums --number-scale | 2 | --number-scale: 2.0 (expected: none with --scaling sums, which",
        "--scaling=sums --dp | client | --scaling: sums (expected: public with privacy of clients, whose",
        "--calibrate-cut --dp | record | --calibrate-cut: yes (expected: no with privacy, because counts",
        "--calibrate-cut --model | lstm | --calibrate-cut: yes (expected: only with --model mlp, which",
        "--held-out | 0 | --held-out: 0.0 (expected: above 0 and below 1)",
        "--data | /nosuch | --data: /nosuch: not there or not readable (expected: a CSV file)",
        "--model=lstm --data | /nosuch | --data: /nosuch does not exist (expected: a file of flows)",
      })
  void client_mistake_isOneSentence(String option, String value, String sentence) {
    List<String> arguments =
        new ArrayList<>(List.of("fl", "client", "--site", "a", "--data", table.toString()));
    arguments.addAll(List.of(option.split(" ", -1)));
    arguments.add(value);
    Ended ended = run(new StringWriter(), arguments);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).startsWith("fedics: ").contains(sentence).hasLineCount(1);
    assertThat(ended.out()).isEmpty();
  }
}
