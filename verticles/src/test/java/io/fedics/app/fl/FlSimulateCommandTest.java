package io.fedics.app.fl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.app.Main;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulated federations as a user calls them, on rows of our own making in the shape of NSL-KDD. */
class FlSimulateCommandTest {
  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path table = Path.of("");

  /** Normal rows are web connections with answers; attacks have none and are many. */
  @BeforeEach
  void write() throws IOException {
    var random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < 400; row++) {
      boolean attack = row % 2 == 1;
      int many = attack ? 200 + random.nextInt(300) : random.nextInt(40);
      int bytes = attack ? 0 : 100 + random.nextInt(5_000);
      double share = random.nextInt(100) / 100.0;
      String rates =
          String.format(Locale.ROOT, "%s,0,0,0,%.2f,0,0", attack ? "1.00" : "0.00", share);
      lines.add(
          "0,tcp,%s,%s,%d,%d,0,0,0,0,0,%d,0,0,0,0,0,0,0,0,0,0,%d,%d,%s,%d,%d,%.2f,0,0,0,0,0,0,0,%s,20"
              .formatted(
                  attack ? "private" : "http",
                  attack ? "S0" : "SF",
                  bytes,
                  bytes / 2,
                  attack ? 0 : 1,
                  many,
                  many / 2,
                  rates,
                  random.nextInt(256),
                  random.nextInt(256),
                  share,
                  attack ? (row % 4 == 1 ? "neptune" : "satan") : "normal"));
    }
    table = Files.write(folder.resolve("rows.txt"), lines);
  }

  @Test
  void simulate_json_hasWhatTheContractSays() {
    assertThat(run(
            "--clients",
            "4",
            "--rounds",
            "3",
            "--malicious",
            "1:scaling",
            "--partition",
            "dirichlet:1",
            "--strategy",
            "FedMedian",
            "--seeds",
            "1,2",
            "--json"))
        .isZero();
    var result = new JsonObject(out.toString());
    assertThat(result.getJsonArray("rounds")).hasSize(3);
    JsonObject first = result.getJsonArray("rounds").getJsonObject(0);
    assertThat(first.getInteger("round")).isEqualTo(1);
    assertThat(first.getJsonObject("metrics").fieldNames()).contains("accuracy", "auc", "loss");
    assertThat(result.getJsonObject("held_out").getDouble("accuracy")).isBetween(0.0, 1.0);
    assertThat(result.getJsonObject("central").getDouble("accuracy")).isGreaterThan(0.95);
    assertThat(result.getJsonArray("suspects")).isNotNull();
    assertThat(result.containsKey("epsilon")).isTrue();
    assertThat(result.getValue("epsilon")).isNull();
    assertThat(result.getValue("unit")).isNull();
    assertThat(result.containsKey("stopped")).isTrue();
    assertThat(result.getValue("stopped")).isNull();
    assertThat(result.getJsonArray("runs")).hasSize(2);
    assertThat(err.toString()).contains("seed 2: round 3 of 3, accuracy ");
  }

  @Test
  void simulate_twice_printsTheSame() {
    String[] options = {"--clients", "3", "--malicious", "1:label-flip", "--json"};
    assertThat(run(options)).isZero();
    String first = out.toString();
    out.getBuffer().setLength(0);
    assertThat(run(options)).isZero();
    assertThat(out).hasToString(first);
  }

  @Test
  void simulate_stepsThatFall_learn() {
    assertThat(run(
            "--steps",
            "40",
            "--steps-decay",
            "0.8",
            "--gradient-clip",
            "1",
            "--activation",
            "tanh",
            "--number-scale",
            "3",
            "--rungs",
            "4",
            "--partition",
            "dirichlet:1",
            "--json"))
        .isZero();
    var result = new JsonObject(out.toString());
    assertThat(result.getJsonObject("held_out").getDouble("accuracy")).isGreaterThan(0.95);
    assertThat(result.getJsonObject("central").getDouble("accuracy")).isGreaterThan(0.95);
  }

  /**
   * Sums where nobody lies, as the best that is to be had; nothing bare where something is hidden. Epsilon is so large that
   * noise, which no seed repeats, leaves the model be.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--partition dirichlet:1 | sums | true",
        "--partition dirichlet:1 --scaling sums --calibrate-cut | sums | true",
        "--scaling public --no-calibrate-cut | public | false",
        "--dp record --epsilon 1000 | sums | false",
        "--dp client --epsilon 1000 | public | false",
        "--number-scale 4 | public | true",
        "--malicious 1:lie | public | false"
      })
  void simulate_asFarAsOptionsAllow_scalesBySums(String options, String scaling, boolean cut) {
    assertThat(run((options + " --no-central --json").split(" "))).isZero();
    var result = new JsonObject(out.toString());
    assertThat(result.getString("scaling")).isEqualTo(scaling);
    assertThat(result.getBoolean("calibrated_cut")).isEqualTo(cut);
    assertThat(result.getJsonObject("held_out").getDouble("accuracy")).isGreaterThan(0.95);
  }

  /** The steps that drown noise are not those of the model beside it. */
  @Test
  void simulate_recordPrivacyBesideOneModel_trainsThatWithoutNoise() {
    assertThat(run("--dp", "record", "--epsilon", "3", "--json")).isZero();
    var result = new JsonObject(out.toString());
    assertThat(result.getJsonObject("central").getDouble("accuracy")).isGreaterThan(0.95);
  }

  @Test
  void simulate_theTighterAccountant_needsLessNoiseForTheSameBudget() {
    assertThat(noise("pld")).isLessThan(noise("rdp")).isPositive();
  }

  private double noise(String accountant) {
    out.getBuffer().setLength(0);
    assertThat(run(
            "--dp",
            "record",
            "--epsilon",
            "3",
            "--accountant",
            accountant,
            "--no-central",
            "--json"))
        .isZero();
    var result = new JsonObject(out.toString());
    assertThat(result.getString("accountant")).isEqualTo(accountant);
    JsonArray rounds = result.getJsonArray("rounds");
    JsonObject lastRound = rounds.getJsonObject(rounds.size() - 1);
    for (JsonObject spent : List.of(result, lastRound)) {
      assertThat(spent.getDouble("epsilon")).isBetween(2.9, 3.0);
      assertThat(spent.getString("unit")).isEqualTo("record");
      assertThat(spent.getDouble("delta")).isEqualTo(1e-5);
      assertThat(spent.getLong("steps")).isPositive();
    }
    return result.getJsonArray("runs").getJsonObject(0).getDouble("noise_multiplier");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--unsafe | --unsafe: yes (expected: no with --strategy FedAvg, which has no such setting)",
        "--scaling half | --scaling: half (expected: public or sums)",
        "--scaling sums --number-scale 2 | --number-scale: 2.0 (expected: none with --scaling sums,",
        "--scaling sums --malicious 1:lie | --scaling: sums (expected: public where sites lie,",
        "--calibrate-cut --dp record | --calibrate-cut: yes (expected: no where sites lie, or with privacy,",
        "--dp record --strategy FLTrust | --dp: record (expected: none with FLTrust, whose root is rows of the sites,",
        "--dp client --strategy FLTrust | (expected: FedAvg, because privacy of clients is that of a noised mean)",
        "--model lstm --hours 1 --dp record --strategy FLTrust | --dp: record (expected: none with FLTrust,",
        "--model lstm --calibrate-cut | --calibrate-cut: yes (expected: only with --model mlp,",
        "--steps 5 --batch 8 | --batch: 8 (expected: none with --steps)",
        "--dp record --epsilon 0 | --epsilon: 0.0 (expected: above 0)",
        "--dp record --delta 1 | --delta: 1.0 (expected: above 0 and below 1)",
        "--dp record --gradient-clip 1 | --gradient-clip: 1.0 (expected: none with privacy of records,",
        "--dp record --steps 5 --steps-decay 0.5 | --steps-decay: 0.5 (expected: 1 with privacy of records,",
        "--steps 5 --steps-decay 2 | --steps-decay: 2.0 (expected: above 0, at most 1)"
      })
  void simulate_optionsThatExclude_areOneSentence(String options, String sentence) {
    assertThat(run(options.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).contains(sentence);
  }

  @Test
  void simulate_unsafe_liftsTheBoundOfTheStrategy() {
    String[] krum = {"--strategy", "Krum:num_malicious_clients=1", "--clients", "3", "--no-central"
    };
    assertThat(run(krum)).isEqualTo(2);
    assertThat(err.toString()).contains("expected: at least 5");
    assertThat(
            run(Stream.concat(Arrays.stream(krum), Stream.of("--unsafe")).toArray(String[]::new)))
        .isZero();
  }

  @Test
  void simulate_recordPrivacy_saysEpsilonWithItsUnit() {
    assertThat(run("--dp", "record", "--epsilon", "3", "--batch", "32", "--no-central", "--json"))
        .isZero();
    var result = new JsonObject(out.toString());
    assertThat(result.getDouble("epsilon")).isBetween(2.9, 3.0);
    assertThat(result.getString("unit")).isEqualTo("record");
    assertThat(result.getDouble("delta")).isEqualTo(1e-5);
    assertThat(result.getValue("central")).isNull();
  }

  @Test
  void simulate_budgetReached_endsWithZeroAndSaysWhy() {
    assertThat(run(
            "--dp",
            "client",
            "--epsilon",
            "3",
            "--noise-multiplier",
            "3",
            "--rounds",
            "9",
            "--no-central"))
        .isZero();
    assertThat(out.toString()).contains("per client").contains("stopped: privacy budget: round ");
  }

  @Test
  void simulate_budgetForNoRound_failsAndSaysThatNothingWasLearned() {
    String[] options = {
      "--dp", "client", "--noise-multiplier", "4", "--epsilon", "0.1", "--no-central"
    };
    assertThat(run(options)).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern(
            "seed 1 stopped before a round was done, its figures are of weights that learned nothing:"
                + " privacy budget: round 1 ");
    out.getBuffer().setLength(0);
    assertThat(
            run(Stream.concat(Arrays.stream(options), Stream.of("--json")).toArray(String[]::new)))
        .isEqualTo(1);
    var result = new JsonObject(out.toString());
    assertThat(result.getJsonArray("rounds")).isEmpty();
    assertThat(result.getString("stopped")).startsWith("privacy budget: round 1 ");
  }

  @Test
  void simulate_strategyWhoseStepsDiverge_saysThatTheModelDid() {
    assertThat(run("--strategy", "FedYogi:eta=1e308", "--no-central")).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern(
            "seed 1 stopped before a round .*: the model diverged: a weight of -?[^ ]+E\\d+ ");
  }

  @Test
  void simulate_oneModelThatDiverges_isOneSentence() {
    assertThat(run("--learning-rate", "1e300")).isEqualTo(2);
    assertThat(err.toString())
        .contains("fedics: --learning-rate: 1.0E300: the model diverged: a weight of ")
        .contains(", trained on all records");
  }

  @Test
  void simulate_typesLeftOut_areJudgedApart() {
    assertThat(run("--leave-out", "satan", "--rounds", "12", "--json")).isZero();
    JsonObject figures = new JsonObject(out.toString()).getJsonObject("held_out");
    assertThat(figures.getDouble("unseen_auc")).isGreaterThan(0.9);
    assertThat(figures.getDouble("unseen_accuracy")).isBetween(0.6, 1.0);
  }

  @Test
  void simulate_forPeople_printsTables() {
    assertThat(run("--clients", "5", "--malicious", "1:sign-flip")).isZero();
    assertThat(out.toString())
        .contains(", 5 sites, iid, 1 seed" + System.lineSeparator())
        .doesNotContain("-0.00 ")
        .contains("held out         federated    central difference")
        .containsPattern("accuracy +[01]\\.\\d{4} +[01]\\.\\d{4} +[+-]0\\.\\d{4}")
        .containsPattern("site-0\\d{3} .* lies")
        .contains("suspects: ");
  }

  @Test
  void simulate_lstmOnFiles_judgesWindowsBesideOneModel() {
    Path one = flows(7);
    Path other = flows(8);
    assertThat(lstm("--data", one.toString(), other.toString(), "--rounds", "3", "--json"))
        .isZero();
    var result = new JsonObject(out.toString());
    assertThat(result.getJsonArray("rounds")).hasSize(3);
    double first = loss(result.getJsonArray("rounds").getJsonObject(0).getJsonObject("metrics"));
    assertThat(loss(result.getJsonObject("held_out"))).isPositive().isLessThan(first);
    assertThat(loss(result.getJsonObject("central"))).isPositive();
    assertThat(result.getString("partition")).isEqualTo("own windows");
    assertThat(result.getValue("scaling")).isNull();
    assertThat(err.toString()).contains("seed 1: round 3 of 3, error ");

    err.getBuffer().setLength(0);
    assertThat(lstm("--data", one.toString(), other.toString(), "--clients", "3"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--clients: 3 (expected: 2, one a file)");
  }

  @Test
  void simulate_forestOfSimulatedPlants_takesNewNormalFlowsAsOneForestDoes() {
    assertThat(forest("--clients", "2", "--hours", "1", "--rounds", "1", "--json"))
        .isZero();
    var result = new JsonObject(out.toString());
    JsonObject federated = result.getJsonObject("held_out");
    JsonObject central = result.getJsonObject("central");
    assertThat(federated.getDouble("share_above")).isBetween(0.0, 0.05);
    assertThat(federated.getDouble("loss")).isCloseTo(central.getDouble("loss"), within(0.05));
    assertThat(federated.getDouble("path_length")).isBetween(4.0, 14.0);
    assertThat(result.getString("strategy")).isEqualTo("ForestMerge");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--strategy | FedAvg | --strategy: FedAvg (expected: none with --model iforest, trees are merged)",
        "--dp | record | --dp: record (expected: none with --model iforest, trees are not noised)",
        "--learning-rate | 0.1 | --learning-rate: 0.1 (expected: none with --model iforest,",
        "--gradient-clip | 1 | --gradient-clip: 1.0 (expected: none with --model iforest,",
        "--malicious | 1:backdoor | --malicious: backdoor (expected: sign-flip, scaling, lie or min-max,",
      })
  void simulate_forestMistake_isOneSentence(String option, String value, String sentence) {
    assertThat(forest(option, value)).isEqualTo(2);
    assertThat(err.toString()).startsWith("fedics: ").contains(sentence).hasLineCount(1);
  }

  private int forest(String... options) {
    List<String> arguments = new ArrayList<>(List.of("fl", "simulate", "--model", "iforest"));
    arguments.addAll(List.of(options));
    return Main.run(
        arguments.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private static double loss(JsonObject figures) {
    return figures.getDouble("loss");
  }

  private Path flows(int seed) {
    Path file = folder.resolve("plant-" + seed + ".jsonl");
    String[] options = {
      "simulate",
      "--duration",
      "10m",
      "--rate",
      "5",
      "--seed",
      Integer.toString(seed),
      "--out",
      file.toString()
    };
    var ignored = new StringWriter();
    assertThat(Main.run(options, new PrintWriter(ignored), new PrintWriter(ignored)))
        .isZero();
    return file;
  }

  private int lstm(String... options) {
    List<String> arguments = new ArrayList<>(List.of("fl", "simulate", "--model", "lstm"));
    arguments.addAll(List.of(options));
    return Main.run(
        arguments.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--malicious | 1:label-flip | --malicious: label-flip (expected: sign-flip, scaling, lie or min-max,",
        "--malicious | 1:backdoor | --malicious: backdoor (expected: sign-flip, scaling, lie or min-max,",
        "--partition | iid | --partition: iid (expected: only with --model mlp,",
        "--leave-out | worm | --leave-out: worm (expected: only with --model mlp,",
        "--momentum | 0.5 | --momentum: 0.5 (expected: only with --model mlp,",
        "--gradient-clip | 1 | --gradient-clip: 1.0 (expected: only with --model mlp,",
        "--activation | tanh | --activation: tanh (expected: only with --model mlp,",
        "--number-scale | 2 | --number-scale: 2.0 (expected: only with --model mlp,",
        "--rungs | 2 | --rungs: 2 (expected: only with --model mlp,",
        "--hours | 0 | --hours: 0 (expected: 1 to 24)",
      })
  void simulate_lstmMistake_isOneSentence(String option, String value, String sentence) {
    assertThat(lstm(option, value)).isEqualTo(2);
    assertThat(err.toString()).startsWith("fedics: ").contains(sentence).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--model | forest | --model: forest (expected: mlp, lstm or iforest)",
        "--clients | 0 | --clients: 0 (expected: 1 to 1000)",
        "--clients | 300 | --clients: 300 (expected: at least 8 rows for each)",
        "--rounds | 0 | --rounds: 0 (expected: 1 to 10000)",
        "--batch | 0 | --batch: 0 (expected: from 1 to 1,000,000,000)",
        "--steps | 0 | --steps: 0 (expected: from 1 to 1,000,000,000)",
        "--steps-decay | 0.5 | --steps-decay: 0.5 (expected: only with --steps)",
        "--gradient-clip | 0 | --gradient-clip: 0.0 (expected: above 0)",
        "--activation | sine | --activation: sine (expected: relu or tanh)",
        "--number-scale | 0 | --number-scale: 0.0 (expected: above 0, at most 1000.0)",
        "--rungs | 257 | --rungs: 257 (expected: 0 to 256)",
        "--local-epochs | 0 | --local-epochs: 0 (expected: at least 1)",
        "--partition | even | --partition: even (expected: iid or dirichlet:ALPHA",
        "--malicious | 3 | --malicious: 3 (expected: N:ATTACK, as in 3:label-flip)",
        "--malicious | x:lie | --malicious: x:lie (expected: N:ATTACK, as in 3:label-flip)",
        "--malicious | 1:bribe | --malicious: attack: bribe (expected: label-flip, sign-flip, scaling,",
        "--malicious | -1:lie | --malicious: -1 (expected: at least 0)",
        "--malicious | 3:lie | --malicious: 3 (expected: fewer than the 3 clients)",
        "--strategy | FedSum | --strategy: FedSum (expected: FedAvg,",
        "--strategy | FedProx | --strategy: FedProx.proximal_mu: missing (expected: a number)",
        "--strategy | FedProx:proximal_mu=1e6 | --strategy: proximal_mu 1000000.0 (expected: below ",
        "--data | /nosuch | --data: /nosuch: not there or not readable (expected: a CSV file)",
        "--dp | both | --dp: both (expected: none, record or client)",
        "--epsilon | 1 | --epsilon: 1.0 (expected: only with --dp record or --dp client, without which nothing",
        "--delta | 1e-5 | --delta: 1.0E-5 (expected: only with --dp record or --dp client,",
        "--clip-norm | 1 | --clip-norm: 1.0 (expected: only with --dp record or --dp client,",
        "--noise-multiplier | 1 | --noise-multiplier: 1.0 (expected: only with --dp record or --dp client,",
        "--accountant | rdp | --accountant: rdp (expected: only with --dp record or --dp client,",
        "--format | zeek | --format: zeek (expected: only with --model lstm or iforest)",
        "--held-out | 1 | --held-out: 1.0 (expected: above 0 and below 1)",
        "--leave-out | worm | --leave-out: worm (expected: attacks of the file: neptune, satan)",
        "--seeds | a | --seeds: a (expected: whole numbers, as in 1,2,3)",
      })
  void simulate_mistake_isOneSentence(String option, String value, String sentence) {
    assertThat(run(option, value)).isEqualTo(2);
    assertThat(err.toString()).startsWith("fedics: ").contains(sentence).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void simulate_settingsOfPrivacyWithDpNone_trainsWithout() {
    assertThat(run("--rounds", "1", "--dp", "none", "--epsilon", "1", "--delta", "1e-5"))
        .isZero();
  }

  @Test
  void simulate_noSuchFileOfFlows_namesTheArgument() {
    String[] arguments = {"fl", "simulate", "--model", "iforest", "--data", "/nosuch"};
    assertThat(Main.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true)))
        .isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "fedics: --data: /nosuch does not exist (expected: a file of flows)");
  }

  private int run(String... options) {
    List<String> arguments = new ArrayList<>(List.of("fl", "simulate", "--data", table.toString()));
    arguments.addAll(List.of(options));
    return Main.run(
        arguments.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
