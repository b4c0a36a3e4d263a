package io.fedics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** A user's mistake is one sentence that names argument, value and what was expected, and exit code 2. */
class MainTest {
  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void run_noCommand_showsUsage() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: fedics").contains("up");
  }

  @Test
  void run_help_isFine() {
    assertThat(run("up", "--help")).isZero();
    assertThat(out.toString()).contains("--data-dir").contains("--http-port");
  }

  @Test
  void run_unknownCommand_isOneSentence() {
    refused("'upp'", "upp");
  }

  @Test
  void run_unknownOption_isOneSentence() {
    refused("--dat-dir", "up", "--dat-dir", "x");
  }

  @Test
  void run_portThatIsNoNumber_isOneSentence() {
    refused("--http-port", "up", "--http-port", "http");
  }

  @Test
  void up_hostOfTheNetwork_isRefused() {
    refused(
        "--host: 0.0.0.0 (expected: 127.0.0.1",
        "up",
        "--data-dir",
        folder.toString(),
        "--host",
        "0.0.0.0");
  }

  @Test
  void up_unknownStage_isRefused() {
    refused(
        "--stages: detekt (expected: some of ingest,",
        "up",
        "--data-dir",
        folder.toString(),
        "--stages",
        "detekt");
  }

  @Test
  void up_noStage_isRefused() {
    refused(
        "--stages: nothing (expected: some of ingest,",
        "up",
        "--data-dir",
        folder.toString(),
        "--stages",
        "");
  }

  @Test
  void up_brokerThatIsNoAddress_isRefusedBeforeAnythingStarts() {
    Path data = folder.resolve("data");
    refused(
        "kafka.bootstrap-servers: nonsense (expected: HOST:PORT",
        "up",
        "--data-dir",
        data.toString(),
        "--set",
        "kafka.bootstrap-servers=nonsense");
    assertThat(data).doesNotExist();
  }

  @Test
  void up_unknownSetting_isRefused() {
    refused(
        "unknown setting kafka.partition (nearest: kafka.partitions)",
        "up",
        "--data-dir",
        folder.toString(),
        "--set",
        "kafka.partition=4");
  }

  @Test
  void up_settingOutOfRange_isRefused() {
    refused(
        "kafka.partitions: 3 (expected:",
        "up",
        "--data-dir",
        folder.toString(),
        "--set",
        "kafka.partitions=3");
  }

  @Test
  void up_fileInsteadOfFolder_isRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    refused("--data-dir: " + file + " (expected: a folder", "up", "--data-dir", file.toString());
  }

  @Test
  void dashboard_nothingRuns_isRefused() {
    refused("no fedics runs on " + folder, "dashboard", "--data-dir", folder.toString());
  }

  @Test
  void simulate_unknownScenario_isRefused() {
    refused("one of benign, tour", "simulate", "--scenario", "scan", "--out", "x", "--flows", "1");
  }

  @Test
  void simulate_fileWithoutEnd_isRefused() {
    refused(
        "--out: a file needs an end", "simulate", "--out", folder.resolve("x").toString());
  }

  @Test
  void simulate_sameSeed_writesTheSameFile() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    assertThat(run("simulate", "--out", first.toString(), "--flows", "200", "--json"))
        .isZero();
    assertThat(run("simulate", "--out", second.toString(), "--flows", "200", "--json"))
        .isZero();
    assertThat(second).hasSameTextualContentAs(first);
    assertThat(out.toString()).startsWith("{\"sent\":200,");
  }

  @Test
  void simulate_nothingRuns_isRefused() {
    refused("no fedics runs on " + folder, "simulate", "--data-dir", folder.toString());
  }

  @Test
  void simulate_onlyBrokerOrOnlyDatabase_saysWhichIsMissing() {
    refused(
        "DATABASE_URL: missing (expected: the database beside KAFKA_BOOTSTRAP_SERVERS, or a fedics that runs on "
            + folder,
        "simulate",
        "--data-dir",
        folder.toString(),
        "--set",
        "kafka.bootstrap-servers=127.0.0.1:1");
    err.getBuffer().setLength(0);
    refused(
        "KAFKA_BOOTSTRAP_SERVERS: missing (expected: the broker beside DATABASE_URL, or a fedics that runs on "
            + folder,
        "simulate",
        "--data-dir",
        folder.toString(),
        "--set",
        "database.url=postgresql://a:b@127.0.0.1:1/c");
  }

  @Test
  void evaluate_listThatWouldMoveTheCursor_isQuotedEscaped() throws IOException {
    Path list = Files.writeString(folder.resolve("list.csv"), "fi\u001b[2Jle,expected,host\n");
    refused(
        "line 1: fi\\u001b[2Jle,expected,host (expected: file,expected,host)",
        "evaluate",
        "--benchmark",
        "captures",
        "--test",
        list.toString());
  }

  @Test
  void evaluate_captureThatIsNoFile_isRefusedBeforeAnyIsJudged() throws IOException {
    Files.writeString(folder.resolve("eve.json"), eve("flow") + "{\"event_type\":\"flow\"}\n");
    Files.writeString(folder.resolve("empty.log"), "");
    Path list = Files.writeString(
        folder.resolve("list.csv"), "file,expected,host\neve.json,quiet,\nempty.log,quiet,\n");
    refused("empty.log is empty", "evaluate", "--benchmark", "captures", "--test", list.toString());
  }

  @Test
  void detect_recordsThatAreNoFlows_areNamedByKind() throws IOException {
    Path file = Files.writeString(folder.resolve("eve.json"), eve("flow", "dns", "alert", "dns"));
    assertThat(run("detect", file.toString(), "--json", "--data-dir", folder.toString()))
        .isZero();
    assertThat(err.toString()).contains("3 sound records are no flows: 2 dns, 1 alert");
  }

  @Test
  void detectAndReplay_noFlowAtAll_areRefusedWithWhatThereIs() throws IOException {
    Path file = Files.writeString(folder.resolve("eve.json"), eve("fileinfo"));
    String sentence = file + " has no flow that can be read: 1 fileinfo (expected: at least one)";
    refused(sentence, "detect", file.toString(), "--data-dir", folder.toString());
    err.getBuffer().setLength(0);
    refused(sentence, "replay", file.toString(), "--data-dir", folder.toString());
  }

  private static String eve(String... kinds) {
    return Arrays.stream(kinds).map(kind -> """
            {"timestamp":"2024-05-01T10:00:01.000000+0000","flow_id":1,"event_type":"%s","src_ip":"10.0.0.1",\
            "src_port":40000,"dest_ip":"10.0.0.2","dest_port":80,"proto":"TCP","flow":{"pkts_toserver":4,\
            "pkts_toclient":3,"bytes_toserver":400,"bytes_toclient":900,"start":"2024-05-01T10:00:00.000000+0000",\
            "end":"2024-05-01T10:00:01.000000+0000","state":"closed"}}
            """.formatted(kind)).collect(Collectors.joining());
  }

  @Test
  void replay_absentFile_isRefused() {
    refused(
        "does not exist",
        "replay",
        folder.resolve("x").toString(),
        "--data-dir",
        folder.toString());
  }

  @Test
  void replay_unknownSpeed_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "");
    refused(
        "--speed: fast (expected: a number above 0, or max)",
        "replay",
        file.toString(),
        "--speed",
        "fast");
  }

  @Test
  void detect_simulatedScan_isAnIncident() {
    Path file = folder.resolve("scan.json");
    run(
        "simulate",
        "--out",
        file.toString(),
        "--duration",
        "3m",
        "--scenario",
        "vertical-scan",
        "--seed",
        "7");
    assertThat(run("detect", file.toString(), "--json", "--data-dir", folder.toString()))
        .isZero();
    assertThat(out.toString()).contains("\"label\":\"probe\"").contains("\"verdicts_sha256\"");
  }

  @Test
  void detect_recordsOfATable_areJudgedByItsModel() throws IOException {
    Path file = Files.write(
        folder.resolve("rows.csv"),
        List.of(
            "0,tcp,http,SF,215,4507,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,8,8,0,0,0,0,1,0,0,200,255,1,0,0.01,0.04,0,0,0,0,normal,20",
            "0,tcp,private,S0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,140,7,1,1,0,0,0.05,0.07,0,255,12,0.05,0.06,0,0,1,1,0,0,neptune,20",
            "0,tcp,,S0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,140,7,1,1,0,0,0.05,0.07,0,255,12,0.05,0.06,0,0,1,1,0,0,neptune,20"));
    assertThat(run("detect", file.toString(), "--json", "--data-dir", folder.toString()))
        .isZero();
    var records = new JsonObject(out.toString()).getJsonObject("records");
    assertThat(records.getLong("judged")).isEqualTo(2);
    assertThat(records.getLong("alarms")).isEqualTo(1);
    assertThat(records.getLong("failures")).isEqualTo(1);
    assertThat(records.getJsonObject("labels").getLong("normal")).isEqualTo(1);
    assertThat(run("detect", file.toString(), "--data-dir", folder.toString())).isZero();
    assertThat(out.toString())
        .contains("record-scored/1", "\"alarm\":true", "service: empty (expected: a word)");
    assertThat(run("detect", file.toString(), "--summary", "--data-dir", folder.toString()))
        .isZero();
    assertThat(out.toString())
        .contains("2 records judged by the model of their table, 1 alarm, 1 could not be judged");
  }

  @Test
  void evaluate_captures_saysWhatWasFoundAndWhatStayedQuiet() throws IOException {
    simulated("scan.jsonl", "vertical-scan");
    simulated("daily.jsonl", "benign");
    Path list = Files.writeString(folder.resolve("captures.csv"), """
        file,expected,host
        # a scan, and nothing
        scan.jsonl,probe,
        scan.jsonl,dos,
        scan.jsonl,probe,192.0.2.1
        daily.jsonl,quiet,
        """);

    assertThat(run(
            "evaluate",
            "--benchmark",
            "captures",
            "--test",
            list.toString(),
            "--json",
            "--data-dir",
            folder.toString()))
        .isZero();

    var result = new JsonObject(out.toString());
    assertThat(result.getJsonArray("captures").stream()
            .map(it -> ((JsonObject) it).getString("outcome")))
        .containsExactly("found", "wrong label", "missed", "quiet");
    JsonObject all = result.getJsonArray("models").getJsonObject(0);
    assertThat(all.getJsonObject("found").getDouble("mean")).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(all.getJsonObject("label_right").getDouble("mean")).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(all.getJsonObject("quiet").getDouble("mean")).isEqualTo(1);
    assertThat(all.getJsonObject("false_incidents_per_hour").getDouble("mean")).isZero();
  }

  private void simulated(String file, String scenario) {
    assertThat(run(
            "simulate",
            "--out",
            folder.resolve(file).toString(),
            "--flows",
            "1500",
            "--scenario",
            scenario,
            "--json"))
        .isZero();
    out.getBuffer().setLength(0);
  }

  @Test
  void evaluate_capturesWithoutList_isRefused() {
    refused(
        "--test: missing (expected: one CSV file of the captures, file,expected,host)",
        "evaluate",
        "--benchmark",
        "captures");
  }

  @Test
  void evaluate_captureListWithAnUnknownLabel_isRefusedWithItsLine() throws IOException {
    simulated("daily.jsonl", "benign");
    Path list = Files.writeString(
        folder.resolve("captures.csv"), "file,expected,host\ndaily.jsonl,bad weather,\n");
    refused(
        "line 2: bad weather (expected: quiet or a label)",
        "evaluate",
        "--benchmark",
        "captures",
        "--test",
        list.toString());
  }

  @Test
  void detect_unknownDetector_isRefused() {
    refused(
        "--detectors: magic (expected: physics, iforest", "detect", "x", "--detectors", "magic");
  }

  @Test
  void evaluate_withoutBenchmarkOrFiles_isRefused() {
    refused("--benchmark: missing (expected: scenarios, ", "evaluate");
  }

  @Test
  void train_unknownModel_isRefused() {
    refused(
        "MODEL: oracle (expected: iforest, lstm, verdict, threat, forest, attack, ",
        "train",
        "oracle");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "iforest --quantile 2 | --quantile: 2.0 (expected: nothing with iforest, which has no such threshold)",
        "verdict --quantile 0.9 | --quantile: 0.9 (expected: nothing with verdict,",
        "threat --format zeek | --format: zeek (expected: nothing with threat, which reads no flows)",
        "iforest --epochs 3 | --epochs: 3 (expected: nothing with iforest; only lstm and threat learn in passes)",
        "verdict --epochs 0 | --epochs: 0 (expected: nothing with verdict;",
        "attack --epochs 3 | --epochs: 3 (expected: nothing with attack;",
        "lstm --epochs 0 | --epochs: 0 (expected: 1 or more)",
        "NOPE --format zeek | MODEL: NOPE (expected: iforest, lstm,",
        "NOPE --from iforest@1 --epochs 3 | MODEL: NOPE (expected: iforest, lstm,",
        "lstm --from never@1 | --from: never@1 (expected: ",
      })
  void train_optionTheModelDoesNotLookAt_isRefused(String options, String sentence) {
    refused(sentence, ("train --data-dir " + folder + " " + options).split(" ", -1));
  }

  @Test
  void evaluate_unknownBenchmark_isRefused() {
    refused("--benchmark: weather (expected: scenarios, ", "evaluate", "--benchmark", "weather");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nsl-kdd --set a.b=1 | --set: a.b=1 (expected: none with --benchmark nsl-kdd, which reads no settings)",
        "batadal --set a.b=1 | --set: a.b=1 (expected: none with --benchmark batadal,",
        "poisoning --set a.b=1 | --set: a.b=1 (expected: none with --benchmark poisoning,",
        "poisoning --quantile 0.9 | --quantile: 0.9 (expected: none with --benchmark poisoning,",
        "scenarios --train FILE | (expected: none with --benchmark scenarios, which fits nothing)",
        "ablation --test FILE | (expected: none with --benchmark ablation, whose traffic is simulated)",
        "calibration --quantile 0.9 | --quantile: 0.9 (expected: none with --benchmark calibration, which sets no",
        "captures --quantile 0.9 | --quantile: 0.9 (expected: none with --benchmark captures,",
        "captures --train FILE | (expected: none with --benchmark captures, which fits nothing)",
      })
  void evaluate_optionTheBenchmarkDoesNotLookAt_isRefused(String options, String sentence)
      throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), "file,expected,host\n");
    refused(
        sentence,
        ("evaluate --benchmark " + options.replace("FILE", file.toString())).split(" ", -1));
  }

  @Test
  void up_numberThatIsNoPort_isRefused() {
    for (String port : List.of("99999", "-1")) {
      err.getBuffer().setLength(0);
      refused(
          "--http-port: " + port + " (expected: 0 to 65535)",
          "up",
          "--data-dir",
          folder.toString(),
          "--http-port",
          port);
    }
  }

  @Test
  void simulate_outIsAFolder_isRefused() {
    refused(
        "--out: " + folder + " (expected: a file that can be written",
        "simulate",
        "--out",
        folder.toString(),
        "--flows",
        "1");
  }

  @Test
  void simulate_noTimeAtAll_isRefused() {
    refused(
        "--duration: 0s (expected: more than 0 s)",
        "simulate",
        "--out",
        folder.resolve("x").toString(),
        "--duration",
        "0s");
  }

  @Test
  void simulate_listAsJson_isOneObject() {
    assertThat(run("simulate", "--list", "--json")).isZero();
    assertThat(new JsonObject(out.toString())
            .getJsonArray("scenarios")
            .getJsonObject(0)
            .getMap())
        .containsKeys("scenario", "label");
  }

  @Test
  void simulate_list_saysWhatEachScenarioIs() {
    assertThat(run("simulate", "--list")).isZero();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches(
            "tour +each attack's +every attack in turn, the first after 20 s, again and again"))
        .anyMatch(line -> line.matches("benign +benign +daily work only"));
  }

  @Test
  void train_fewFlows_areRefusedWithWhatThereIs() throws IOException {
    Path file = Files.writeString(folder.resolve("eve.json"), eve("flow", "flow", "flow", "flow"));
    refused(
        "--data: 0 windows of 60 s of one host (expected: at least 2",
        "train",
        "lstm",
        "--data",
        file.toString(),
        "--out",
        folder.toString());
  }

  @Test
  void train_flowsTooShortToCalibrateOn_areRefusedBeforeAnythingIsLearned() {
    Path flows = folder.resolve("short.jsonl");
    String[] simulate = {
      "simulate", "--out", flows.toString(), "--duration", "3m", "--rate", "20", "--seed", "7"
    };
    assertThat(run(simulate)).isZero();
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    assertThat(run(
            "train",
            "lstm",
            "--data",
            flows.toString(),
            "--epochs",
            "1",
            "--out",
            folder.toString()))
        .isEqualTo(2);
    assertThat(err.toString())
        .containsPattern(
            "fedics: --data: [\\d,]+ windows of 60 s of one host, none that is scored \\(expected: some 15 minutes")
        .doesNotContain("epoch 1");
  }

  @Test
  void train_outIsAFile_isRefusedBeforeAnythingIsLearned() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path flows = Files.writeString(folder.resolve("eve.json"), eve("flow"));
    refused(
        "--out: " + file + " (expected: a folder",
        "train",
        "iforest",
        "--data",
        flows.toString(),
        "--out",
        file.toString());
  }

  @Test
  void filesOfOptions_absent_areNamedWithTheirOption() {
    String absent = folder.resolve("absent").toString();
    for (String[] command : new String[][] {
      {"train", "iforest", "--data"},
      {"train", "nsl-kdd", "--data"},
      {"evaluate", "--train"},
      {"evaluate", "--benchmark", "nsl-kdd", "--test"}
    }) {
      var arguments = Arrays.copyOf(command, command.length + 1);
      arguments[command.length] = absent;
      err.getBuffer().setLength(0);
      refused(
          command[command.length - 1] + ": " + absent + " (expected: a file that can be read)",
          arguments);
    }
  }

  @Test
  void detect_dataFolderIsAFile_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("eve.json"), eve("flow"));
    refused(
        "--data-dir: " + file + " (expected: a folder",
        "detect",
        file.toString(),
        "--data-dir",
        file.toString());
  }

  @Test
  void detect_noDetector_isRefused() {
    refused("--detectors: nothing (expected: physics, iforest", "detect", "x", "--detectors", "");
  }

  @Test
  void detect_headerWithoutRows_isRefusedWithWhatThereIs() throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), "ts,src_ip,dst_ip\n");
    refused(
        "has no flow that can be read: a header and no row (expected: at least one)",
        "detect",
        file.toString());
  }

  @Test
  void detect_recordThatIsNoJson_isToldWithoutTheReadersBuffer() throws IOException {
    Path file = Files.writeString(
        folder.resolve("eve.json"), eve("flow", "dns") + "{\"event_type\":\"flow\",\n");
    assertThat(run("detect", file.toString(), "--summary", "--data-dir", folder.toString()))
        .isZero();
    assertThat(err.toString())
        .contains("1 sound record is no flow: 1 dns")
        .contains("a JSON object; ")
        .doesNotContain("Source", "marker");
    assertThat(out.toString()).contains("1 flow, 0 anomalies", "0 incidents");
  }

  @Test
  void replay_speedAndDelay_areNotBothTaken() {
    refused(
        "--delay: 1s (expected: this or --speed, not both)",
        "replay",
        "x",
        "--delay",
        "1s",
        "--speed",
        "2");
  }

  @Test
  void explain_databaseThatStayedAway_isOneSentenceWithoutATrace() {
    var logger = (Logger) LoggerFactory.getLogger(Main.class);
    var said = new ListAppender<ILoggingEvent>();
    said.start();
    logger.addAppender(said);
    try {
      CommandLine command = new CommandLine(new Main()).setErr(new PrintWriter(err, true));
      var away = new StageException(new StageFailure.Unavailable("database: Connection refused"));
      var defect = new IllegalStateException("broken");

      assertThat(Main.explain(away, command, command.parseArgs())).isEqualTo(1);
      assertThat(err.toString().strip()).isEqualTo("fedics: database: Connection refused");
      assertThat(said.list).isEmpty();
      assertThat(Main.explain(defect, command, command.parseArgs())).isEqualTo(1);
      assertThat(said.list).hasSize(1);
    } finally {
      logger.detachAppender(said);
    }
  }

  private void refused(String part, String... arguments) {
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString().strip()).startsWith("fedics: ").contains(part).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    return Main.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
