package io.fedics.app.fl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.Main;
import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.grpc.Checkpoint;
import io.fedics.fl.grpc.ModelLayout;
import io.fedics.fl.grpc.Npz;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.grpc.Tensor;
import io.fedics.fl.privacy.ledger.Attested;
import io.fedics.fl.privacy.ledger.LedgerFile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of federated training as a user calls them; what is on the wire is tested where it is spoken. */
class FlCommandTest {
  private static final List<Tensor> MODEL = List.of(Tensor.of(2.84375, 2.84375));

  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aggregate_twoRounds_printsTheParametersOfEach() throws IOException {
    Path file = file("""
        {"settings": {"server_momentum": 0.5}, "initial": [[0, 0], [0]], "rounds": [
          {"clients": [{"examples": 100, "tensors": [[0.5, 1], [4]]}, {"examples": 300, "tensors": [[2, 1], [0]]}]},
          {"clients": [{"examples": 1, "tensors": [[1.625, 1], [1]]}]}]}
        """);
    assertThat(
            run("fl", "aggregate", "--strategy", "FedAvgM", "--input", file.toString(), "--json"))
        .isZero();
    assertThat(new JsonObject(out.toString()).getJsonArray("rounds").encode())
        .isEqualTo("[{\"parameters\":[[1.625,1.0],[1.0]]},{\"parameters\":[[2.4375,1.5],[1.5]]}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FedSum | {\"initial\":[[0]],\"rounds\":[]} | --strategy: FedSum (expected: FedAvg,",
        "FedAvg | {\"settings\":{\"beta\":1},\"initial\":[[0]],\"rounds\":[]} | FedAvg.beta: 1 (expected: no settings)",
        "FedAvg | [] | (expected: a JSON object)",
        "FedAvgM:server_momentum=0.5 | {} | --strategy: FedAvgM:server_momentum=0.5 (expected: a name alone, settings are in the file: {\"settings\": {…}})",
        "FedAvg | {\"initial\":[[NaN]],\"rounds\":[]} | : line 1, column 17 (expected: a JSON object)",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{\"clients\":[{\"tensors\":[[1]]}]}]} | examples: missing (expected: a number)",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{\"clients\":1}]} | clients: 1 (expected: a list)",
        "FedAvg | {\"settings\":[],\"initial\":[[0]],\"rounds\":[]} | settings: [] (expected: an object)",
        "FedAvg | {\"rounds\":[]} | initial: missing (expected: a list)",
        "FedAvg | {\"initial\":[[1e999]],\"rounds\":[]} | : initial: NaN or infinite (expected: finite)",
        "FedMedian | {\"initial\":[[0]],\"rounds\":[{\"clients\":[{\"examples\":1,\"tensors\":[[1e308]]},{\"examples\":1,\"tensors\":[[1e308]]}]}]} | rounds[0]: the next model: NaN or infinite (expected: finite)",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{\"clients\":[{\"examples\":9223372036854775807,\"tensors\":[[1]]},{\"examples\":2,\"tensors\":[[1]]}]}]} | examples of rounds[0].clients[1]: 2 (expected: at most 0, 2^63 in all)",
        "FedAvg | {\"initial\":[[0,null]],\"rounds\":[]} | initial[0][1]: null (expected: a number)",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{\"clients\":[]}]} | rounds[0]: updates: 0 (expected: at least 1)",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{\"clients\":[{\"examples\":0,\"tensors\":[[1]]}]}]} | examples of rounds[0].clients[0]: 0 (expected: at least 1)",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{\"clients\":[{\"examples\":1,\"tensors\":[[1,2]]}]}]} | [[2]] (expected: [[1]])",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{\"clients\":[{\"examples\":\"5\",\"tensors\":[[1]]}]}]} | : rounds[0].clients[0].examples: \"5\" (expected: a number)",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{\"clients\":[{\"examples\":1,\"tensors\":[[\"1\"]]}]}]} | : rounds[0].clients[0].tensors[0][0]: \"1\" (expected: a number)",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{\"clients\":null}]} | : rounds[0].clients: null (expected: a list)",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{}]} | : rounds[0].clients: missing (expected: a list)",
        "FedAvg | {\"setings\":{},\"initial\":[[0]],\"rounds\":[]} | : setings: unknown (expected: settings, initial, rounds)",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{\"clients\":[],\"n\":1}]} | : rounds[0].n: unknown (expected: clients)",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{\"clients\":[{\"examples\":1,\"weight\":1}]}]} | : rounds[0].clients[0].weight: unknown (expected: examples, tensors)",
        "FedAvg | {\"initial\":[[0]],\"initial\":[[1]],\"rounds\":[]} | : initial: twice (expected: once)",
        "FedAvg | {\"initial\":[[0]],\"rounds\":[{\"clients\":[{\"examples\":1,\"examples\":2}]}]} | : rounds[0].clients[0].examples: twice (expected: once)",
        "FLTrust | {\"initial\":[[0]],\"rounds\":[{\"clients\":[]}]} | --strategy: FLTrust (expected: FedAvg, FedAvgM, FedProx, FedAdagrad, FedAdam, FedYogi, FedMedian, FedTrimmedAvg, Krum, Bulyan or NormFilter)",
        "Krum | {\"initial\":[[0]],\"rounds\":[{\"clients\":[{\"examples\":1,\"tensors\":[[1]]}]}]} | rounds[0]: updates: 1 (expected: at least 3)",
      })
  void aggregate_mistake_isOneSentence(String strategy, String json, String sentence)
      throws IOException {
    refused(
        sentence,
        "fl",
        "aggregate",
        "--strategy",
        strategy,
        "--input",
        file(json).toString());
  }

  @Test
  void aggregate_unsafe_combinesFewerUpdatesThanTheStrategyNeeds() throws IOException {
    Path file = file("""
        {"settings": {"num_malicious_clients": 1}, "initial": [[0]], "rounds": [
          {"clients": [{"examples": 1, "tensors": [[1]]}, {"examples": 1, "tensors": [[1]]}]}]}
        """);
    String[] krum = {"fl", "aggregate", "--strategy", "Krum", "--input", file.toString()};
    refused("rounds[0]: updates: 2 (expected: at least 5)", krum);
    assertThat(run(with(krum, "--unsafe", "--json"))).isZero();
    assertThat(new JsonObject(out.toString()).getJsonArray("rounds").encode())
        .isEqualTo("[{\"parameters\":[[1.0]]}]");
  }

  @Test
  void unsafe_strategyWithoutSuchABound_isRefused() throws IOException {
    Path file = file("{\"initial\":[[0]],\"rounds\":[]}");
    refused(
        "--unsafe: yes (expected: no with --strategy FedMedian, which has no such setting)",
        "fl",
        "aggregate",
        "--unsafe",
        "--strategy",
        "FedMedian",
        "--input",
        file.toString());
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void aggregate_missingFile_isOneSentence() {
    refused(
        "(expected: a readable file)",
        "fl",
        "aggregate",
        "--strategy",
        "FedAvg",
        "--input",
        folder.resolve("none.json").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--listen | 0.0.0.0:9093 | --listen: 0.0.0.0:9093 (expected: 127.0.0.1, or --tls-cert, --tls-key and --tls-ca)",
        "--listen | 9093 | --listen: 9093 (expected: HOST:PORT)",
        "--listen | 127.0.0.1:99999 | --listen: 127.0.0.1:99999 (expected: HOST:PORT, a port from 0 to 65535)",
        "--rounds | 0 | --rounds: 0 (expected: at least 1)",
        "--min-fit | 0 | --min-fit: 0 (expected: at least 1",
        "--min-clients | 0 | --min-clients: 0 (expected: at least 1",
        "--fraction-fit | 0 | --fraction-fit: 0.0 (expected: (0, 1])",
        "--fraction-evaluate | 2 | --fraction-evaluate: 2.0 (expected: [0, 1])",
        "--round-timeout | 30s | --round-timeout: 30s (expected: ISO 8601, as in PT10M)",
        "--round-timeout | PT0S | --round-timeout: PT0S (expected: a positive duration)",
        "--strategy | FedSum | --strategy: FedSum (expected: FedAvg,",
        "--strategy | Krum:f | --strategy: Krum:f (expected: NAME or NAME:KEY=VALUE,KEY=VALUE)",
        "--strategy | FLTrust | --strategy: FLTrust (expected: with --model lstm and --root-data, flows",
        "--unsafe --strategy | FedTrimmedAvg:beta=0.1 | --unsafe: yes (expected: no with --strategy FedTrimmedAvg:beta=0.1, which",
        "--unsafe --model | iforest | --unsafe: yes (expected: no with --model iforest, trees are merged)",
        "--scaling | own | --scaling: own (expected: public or sums)",
        "--scaling=sums --model | lstm | --scaling: sums (expected: public with --model lstm, whose features are known)",
        "--scaling=sums --budget-epsilon=1 --dp | client | --scaling: sums (expected: public with --dp client, whose",
        "--root-data | conn.log | --root-data: conn.log (expected: only with --strategy FLTrust)",
        "--initial-parameters | random | --initial-parameters: random (expected: client or model)",
        "--initial-parameters | model | --model: missing",
        "--tls-cert | none.pem | --tls-cert: none.pem (expected: a readable file)",
        "--sites | b,a,c | --sites: b,a,c (expected: none without --tls-cert, --tls-key and --tls-ca)",
        "--metrics-port | 0 | --metrics-port: 0 (expected: 1 to 65535)",
        "--max-value | 0 | --max-value: 0.0 (expected: above 0, at most 1.0E100)",
        "--dp | record | --dp: record (expected: none or client)",
        "--noise-multiplier | 3 | --noise-multiplier: 3.0 (expected: only with --dp client",
        "--clip-norm | 2 | --clip-norm: 2.0 (expected: only with --dp client",
        "--delta | 1e-9 | --delta: 1.0E-9 (expected: only with --dp client",
        "--accountant | pld | --accountant: pld (expected: only with --dp client",
        "--dp | client | --dp: client (expected: with --budget-epsilon or --noise-multiplier)",
        "--budget-epsilon | 0 | --budget-epsilon: 0.0 (expected: above 0)",
        "--dp=client --budget-epsilon=1 --delta | 2 | --delta: 2.0 (expected: ",
        "--dp=client --budget-epsilon=1 --strategy | FedMedian | --strategy: FedMedian (expected: FedAvg with --dp client, others are not noised)",
        "--budget-epsilon | NaN | --budget-epsilon: NaN (expected: above 0)",
      })
  void server_mistake_isOneSentence(String option, String value, String sentence) {
    List<String> arguments =
        new ArrayList<>(List.of("fl", "server", "--data-dir", folder.toString()));
    arguments.addAll(List.of(option.split(" ", -1)));
    arguments.add(value);
    refused(sentence, arguments.toArray(String[]::new));
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--listen=127.0.0.1:%d", "--listen=127.0.0.1:0 --metrics-port=%d"})
  void server_portInUse_isRefusedBeforeAnythingIsMade(String option) throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String[] given = option.formatted(taken.getLocalPort()).split(" ", -1);
      refused(
          "%d (expected: a free port of this machine)".formatted(taken.getLocalPort()),
          with(
              new String[] {"fl", "server", "--dp=client", "--budget-epsilon=1", "--data-dir"},
              with(new String[] {folder.toString()}, given)));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void server_outThatCannotBeWritten_isRefusedBeforeAnythingIsMade(@TempDir Path elsewhere)
      throws IOException {
    Path file = Files.writeString(elsewhere.resolve("file"), "");
    assertThat(server("--out", elsewhere.resolve("none").resolve("final.npz").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("final.npz (expected: a file in a folder that exists)");
    for (Path bundle : List.of(file, file.resolve("models"))) {
      assertThat(server("--model", "lstm", "--out", bundle.toString())).isEqualTo(2);
      assertThat(err.toString())
          .contains("--out: " + bundle + " (expected: a folder that can be written or made)");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void server_outInTheDataFolder_isMadeWithIt() throws IOException {
    Path file = folder.resolve("final.npz");
    store(3, new FedAvg().toString());
    assertThat(server("--rounds", "3", "--out", file.toString())).isZero();
    assertThat(file).isRegularFile();
  }

  @Test
  void server_freshAndRefused_keepsTheCheckpoint() throws IOException {
    store(3, new FedAvg().toString());
    Files.writeString(folder.resolve("privacy-ledger.key"), "garbage");
    assertThat(server("--fresh", "--dp", "client", "--budget-epsilon", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("(expected: a folder with a sound ledger)");
    assertThat(folder.resolve("fl").resolve("checkpoint")).isRegularFile();
  }

  @Test
  void server_privateOnACheckpointOfAnotherStrategy_isRefusedAndMakesNoLedger() throws IOException {
    store(3, new FedAvg().toString());
    assertThat(server("--dp", "client", "--budget-epsilon", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--strategy: FedAvg of 2.0 clients").contains("--fresh");
    assertThat(LedgerFile.isIn(folder)).isFalse();
  }

  @Test
  void server_robustStrategyWithTooFewAnswers_isRefused() {
    refused(
        "--min-fit: 4 (expected: at least 5 for Krum:num_malicious_clients=1)",
        "fl",
        "server",
        "--strategy",
        "Krum:num_malicious_clients=1",
        "--min-fit",
        "4");
  }

  @Test
  void server_unsafe_isTheSettingOfTheStrategy() throws IOException {
    store(3, Strategy.parse("Krum:num_malicious_clients=1,unsafe=true").toString());
    String[] krum = {"--strategy", "Krum:num_malicious_clients=1", "--min-fit", "1", "--rounds", "3"
    };
    assertThat(server(with(krum, "--unsafe"))).isZero();
  }

  @Test
  void server_killedBehindTheLastRound_writesWhatIsLeftToWrite() throws IOException {
    store(3, new FedAvg().toString());
    assertThat(server("--rounds", "3", "--json")).isZero();
    var result = new JsonObject(out.toString());
    assertThat(result.getJsonArray("rounds").encode()).isEqualTo("[{\"round\":3}]");
    assertThat(result.getString("final_parameters_sha256")).isEqualTo(Npz.sha256(MODEL));
    try (var in = Files.newInputStream(folder.resolve("fl").resolve("final.npz"))) {
      assertThat(Npz.read(in, 1e6).tensors().getFirst().values()).containsExactly(2.84375, 2.84375);
    }
    assertThat(folder.resolve("fl").resolve("checkpoint")).doesNotExist();
  }

  @Test
  void server_withoutTheReport_saysSo() throws IOException {
    for (boolean report : List.of(true, false)) {
      store(3, new FedAvg().toString());
      String[] options = {"--rounds", "3", "--json"};
      assertThat(server(report ? options : with(options, "--no-report"))).isZero();
      assertThat(new JsonObject(out.toString()).getBoolean("report")).isEqualTo(report);
      out.getBuffer().setLength(0);
    }
  }

  @Test
  void server_checkpointOfAnotherStrategy_isRefused() throws IOException {
    store(3, "FedMedian");
    assertThat(server("--rounds", "3")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("fedics: --strategy: FedAvg (expected: FedMedian, as in ");
  }

  @Test
  void server_damagedCheckpoint_isRefusedAndKept() throws IOException {
    store(3, new FedAvg().toString());
    Path checkpoint = folder.resolve("fl").resolve("checkpoint");
    Files.write(checkpoint, new byte[] {1, 2, 3});
    assertThat(server()).isEqualTo(2);
    assertThat(err.toString()).contains("(expected: what a federated server stored;");
    assertThat(checkpoint).hasBinaryContent(new byte[] {1, 2, 3});
  }

  private void store(int finished, String strategy) throws IOException {
    ModelLayout layout = ModelLayout.of(MODEL);
    try (FlFolder state = FlFolder.open(folder)) {
      state.store(new Checkpoint(
          new SavedTraining(finished, layout, GlobalModel.of(layout.join(MODEL))),
          strategy,
          List.of("{\"round\":3}"),
          Attested.NOTHING_YET));
    }
  }

  private int server(String... more) {
    String[] arguments = new String[6 + more.length];
    System.arraycopy(
        new String[] {"fl", "server", "--listen", "127.0.0.1:0", "--data-dir", folder.toString()},
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    return run(arguments);
  }

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("updates.json"), json);
  }

  private void refused(String sentence, String... arguments) {
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).startsWith("fedics: ").contains(sentence).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    return Main.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
