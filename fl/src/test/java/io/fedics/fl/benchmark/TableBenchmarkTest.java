package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.evaluate.ClassFigures;
import io.fedics.fl.train.dense.DenseAutoencoder;
import io.fedics.fl.train.tree.ForestSettings;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a small table made here in the form of UNSW-NB15. */
class TableBenchmarkTest {
  private static final String HEADER = "id,dur,proto,service,state,spkts,sbytes,attack_cat,label";
  private static final DataSet UNSW = DataSet.find("unsw-nb15").orElseThrow();
  private static final Effort QUICK = new Effort(
      new ForestSettings(6, 0, 1, 10, true, false),
      8,
      2,
      new DenseAutoencoder.Settings(new int[] {8, 3, 8}, 4, 0.01),
      0);

  @TempDir
  private Path folder = Path.of("");

  @Test
  void run_attacksThatDiffer_areFound() throws IOException {
    Result.Model best = line(run(rows(700, 1), rows(400, 2)), "combination");
    assertThat(best.mean("auc")).isGreaterThan(0.95);
    assertThat(best.mean("fpr")).isLessThan(0.1);
  }

  @Test
  void run_labelsShuffledInTraining_guess() throws IOException {
    Result result = run(relabelled(rows(2_000, 1), 3), rows(2_000, 2));
    // Random labels: the standard error of an AUC of 1,000 against 1,000 rows is 0.013.
    assertThat(line(result, Parts.FOREST).mean("auc")).isEqualTo(0.5, within(0.06));
  }

  @Test
  void run_labelsOfTheTestPermuted_keepsTheAlarms() throws IOException {
    List<String> test = rows(300, 2);
    Result as = run(rows(700, 1), test);
    Result permuted = run(rows(700, 1), relabelled(test, 5));
    // The share of alarms follows from scores and thresholds alone: both see no test label.
    for (String name : List.of(Parts.BOOST, Parts.AUTOENCODER, "combination")) {
      assertThat(alarms(line(permuted, name), test))
          .isEqualTo(alarms(line(as, name), test), within(1e-9));
    }
  }

  @Test
  void run_everyLine_hasTheFiguresOfOneQuestionAndAClassOfEach() throws IOException {
    Result result = run(rows(700, 1), rows(400, 2));
    for (Result.Model model : result.tests().getFirst().models()) {
      assertThat(model.figures())
          .as(model.name() + ", " + model.rule())
          .containsKeys(
              "accuracy",
              "precision",
              "recall",
              "f1",
              "macro_f1",
              "fpr",
              "auc",
              "average_precision");
    }
    Result.Model kinds = result.tests().getFirst().models().stream()
        .filter(model -> model.name().endsWith("forest, all classes"))
        .findFirst()
        .orElseThrow();
    assertThat(kinds.mean("auc")).isGreaterThan(0.9);
    assertThat(kinds.classes()).hasSize(6);
    assertThat(line(result, "combination").classes())
        .extracting(ClassFigures::name, ClassFigures::support)
        .containsExactly(tuple("normal", 200L), tuple("attack", 200L));
  }

  @Test
  void run_labelThatNamesNoClass_saysWhereAndWhat() {
    for (String label : List.of("0", "1", "1.0")) {
      List<String> rows = new ArrayList<>(rows(20, 1));
      rows.set(2, "3,0.5,tcp,-,FIN,4,200.0," + label + ",0");
      assertThatThrownBy(() -> run(rows, rows(20, 2)))
          .isInstanceOf(UsageException.class)
          .hasMessageEndingWith("train.csv, row 3: attack_cat: " + label
              + " (expected: normal, or an attack by its name)");
    }
  }

  @Test
  void run_wordWhereANumberShouldStand_saysWhereAndWhat() {
    for (String word : List.of("abc", "12x", "1e999", "1d")) {
      List<String> rows = new ArrayList<>(rows(60, 1));
      rows.set(4, "5,0.5,tcp,-,FIN," + word + ",200.0,Normal,0");
      assertThatThrownBy(() -> run(rows, rows(20, 2)))
          .isInstanceOf(UsageException.class)
          .hasMessageEndingWith("train.csv, row 5: spkts: " + word + " (expected: a number)");
      assertThatThrownBy(() -> run(rows(60, 1), rows))
          .isInstanceOf(UsageException.class)
          .hasMessageEndingWith("test.csv, row 5: spkts: " + word + " (expected: a number)");
    }
  }

  @Test
  void run_cellsThatSayNothing_areMissingValues() throws IOException {
    List<String> rows = new ArrayList<>(rows(60, 1));
    List<String> spellings =
        List.of("", "-", "NaN", "nan", "null", "none", "Infinity", "inf", "-Infinity");
    for (int i = 0; i < spellings.size(); i++) {
      rows.set(i, "5,0.5,tcp,-,FIN," + spellings.get(i) + ",200.0,Normal,0");
    }
    assertThat(run(rows, rows(20, 2)).tests()).hasSize(1);
  }

  @Test
  void run_numberThatItsColumnCannotHold_saysWhereAndWhat() {
    for (String count : List.of("-5", "3.7")) {
      List<String> rows = new ArrayList<>(rows(60, 1));
      rows.set(4, "5,0.5,tcp,-,FIN," + count + ",200.0,Normal,0");
      assertThatThrownBy(() -> run(rows, rows(20, 2)))
          .isInstanceOf(UsageException.class)
          .hasMessageEndingWith(
              "train.csv, row 5: spkts: " + count + " (expected: a whole number, 0 or more)");
      assertThatThrownBy(() -> run(rows(60, 1), rows))
          .isInstanceOf(UsageException.class)
          .hasMessageEndingWith(
              "test.csv, row 5: spkts: " + count + " (expected: a whole number, 0 or more)");
    }
  }

  @Test
  void run_filesWithoutKinds_askAttackOrNoneAndSayWhy() throws IOException {
    Path train = withoutKinds("train.csv", rows(700, 1));
    Path test = write("test.csv", rows(400, 2));
    Result result = new TableBenchmark(UNSW, 0.97, QUICK, line -> {})
        .run(List.of(train), List.of(test), List.of(1L));
    assertThat(line(result, "combination").mean("auc")).isGreaterThan(0.95);
    assertThat(result.tests().getFirst().models())
        .noneMatch(model -> model.name().endsWith("all classes"));
    assertThat(result.notes())
        .contains(train
            + ": no column attack_cat, so label says attack or none and kinds are not told apart")
        .noneMatch(note -> note.startsWith("kinds the publisher names"));
  }

  @Test
  void run_answerThatIsNone_saysWhereAndWhat() {
    List<String> rows = new ArrayList<>(rows(20, 1));
    rows.set(2, "3,0.5,tcp,-,FIN,4,200,Normal,2");
    assertThatThrownBy(() -> new TableBenchmark(UNSW, 0.97, QUICK, line -> {})
            .run(List.of(withoutKinds("train.csv", rows)), List.of(), List.of(1L)))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith(
            "train.csv, row 3: label: 2 (expected: 0 for normal, 1 for an attack)");
  }

  @Test
  void run_testsOfOneName_areToldByTheirPaths() throws IOException {
    Path train = write("train.csv", rows(300, 1));
    Files.createDirectories(folder.resolve("a"));
    Files.createDirectories(folder.resolve("b"));
    Path one = write("a/test.csv", rows(60, 2));
    Path two = write("b/test.csv", rows(60, 3));
    Path other = write("other.csv", rows(60, 4));
    Result result = new TableBenchmark(UNSW, 0.97, QUICK, line -> {})
        .run(List.of(train), List.of(one, two, other), List.of(1L));
    assertThat(result.tests())
        .extracting(Result.Test::file)
        .containsExactly(one.toString(), two.toString(), "other.csv");
  }

  @Test
  void run_sameSeed_givesTheSameToTheLastDigit() throws IOException {
    Result first = run(rows(500, 1), rows(200, 2));
    Result again = run(rows(500, 1), rows(200, 2));
    assertThat(again.tests()).isEqualTo(first.tests());
  }

  @Test
  void run_fileWithoutTheClassColumn_saysWhichColumn() {
    assertThatThrownBy(() -> {
          Path file = Files.write(folder.resolve("x.csv"), List.of("a,b", "1,2"));
          new TableBenchmark(UNSW, 0.97, QUICK, line -> {})
              .run(List.of(file), List.of(), List.of(1L));
        })
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no column attack_cat");
  }

  @Test
  void run_foldsWithoutNormals_areLeftOut() throws IOException {
    assertThat(run(unseen(300, 20)).notes())
        .anyMatch(note -> note.startsWith("attack types and normals never shown"))
        .noneMatch(note -> note.contains("NaN"));
  }

  @Test
  void run_normalsThatAreTooFew_saysHowManyThereAre() {
    for (int distinct : List.of(1, 19)) {
      assertThatThrownBy(() -> run(unseen(200, distinct)))
          .isInstanceOf(UsageException.class)
          .hasMessage(folder.resolve("train.csv") + ": " + distinct + " distinct normal "
              + (distinct == 1 ? "row" : "rows")
              + " to fit on (expected: at least 20, some are held out)");
    }
  }

  /** Tests of this set hold kinds of attack that training lacks. */
  private Result run(List<String> rows) throws IOException {
    Path file = Files.write(folder.resolve("train.csv"), rows);
    return new TableBenchmark(DataSet.find("cicddos2019").orElseThrow(), 0.97, QUICK, line -> {})
        .run(List.of(file), List.of(file), List.of(1L));
  }

  /** Forty attacks of four kinds, and normals that are all alike but for the last. */
  private static List<String> unseen(int normals, int distinct) {
    List<String> rows = new ArrayList<>(List.of("size,rate,Label"));
    for (int i = 0; i < normals; i++) {
      rows.add("%d,3,BENIGN".formatted(Math.max(0, i - (normals - distinct))));
    }
    for (int i = 0; i < 40; i++) {
      rows.add("%d,%d,Kind%d".formatted(1_000 + i, 7 * i, i % 4));
    }
    return rows;
  }

  private static double alarms(Result.Model model, List<String> test) {
    double attacks = test.stream().filter(row -> row.endsWith(",1")).count();
    double normals = test.size() - attacks;
    return model.mean("recall") * attacks + model.mean("fpr") * normals;
  }

  @Test
  void run_onlyAttackAmongTheRowsLeftOut_isRefused() throws IOException {
    // By their content: of these two attacks one is left out, the other stays.
    assertThat(run(normalsAnd("1002,7,Kind")).tests()).hasSize(1);
    assertThatThrownBy(() -> run(normalsAnd("1003,7,Kind")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("too few attacks, 1: all are among the rows left out");
  }

  private static List<String> normalsAnd(String attack) {
    List<String> rows = new ArrayList<>(unseen(60, 60).subList(0, 61));
    rows.add(attack);
    return rows;
  }

  private Result run(List<String> train, List<String> test) throws IOException {
    return new TableBenchmark(UNSW, 0.97, QUICK, line -> {})
        .run(List.of(write("train.csv", train)), List.of(write("test.csv", test)), List.of(1L));
  }

  private static Result.Model line(Result result, String name) {
    return result.tests().getFirst().models().stream()
        .filter(model -> model.name().equals(name) && model.rule().startsWith("quantile"))
        .findFirst()
        .orElseThrow();
  }

  private Path write(String name, List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    lines.addAll(rows);
    return Files.write(folder.resolve(name), lines);
  }

  private Path withoutKinds(String name, List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER.replace("attack_cat,", "")));
    rows.forEach(row -> {
      List<String> cells = new ArrayList<>(Arrays.asList(row.split(",")));
      cells.remove(7);
      lines.add(String.join(",", cells));
    });
    return Files.write(folder.resolve(name), lines);
  }

  /** Half normal; five kinds of attack, each off in another column. */
  private static List<String> rows(int count, long seed) {
    var random = new SplittableRandom(seed);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int kind = i % 2 == 0 ? 0 : 1 + random.nextInt(5);
      double size = Math.rint(random.nextDouble(100, 1_000) * (kind == 1 ? 50 : 1));
      rows.add("%d,%.4f,%s,%s,%s,%d,%.1f,%s,%d"
          .formatted(
              i,
              random.nextDouble(0.1, 2) * (kind == 2 ? 40 : 1),
              kind == 3 ? "icmp" : "tcp",
              random.nextBoolean() ? "http" : "-",
              kind == 4 ? "REQ" : "FIN",
              random.nextInt(1, 10) + (kind == 5 ? 90 : 0),
              size,
              kind == 0 ? "Normal" : "Kind" + kind,
              kind == 0 ? 0 : 1));
    }
    return rows;
  }

  /** The same rows, their labels among one another. */
  private static List<String> relabelled(List<String> rows, long seed) {
    UnaryOperator<String> label =
        row -> String.join(",", Arrays.asList(row.split(",")).subList(7, 9));
    List<String> labels = new ArrayList<>(rows.stream().map(label).toList());
    Collections.shuffle(labels, new Random(seed));
    List<String> mixed = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      String row = rows.get(i);
      mixed.add(row.substring(0, row.length() - label.apply(row).length()) + labels.get(i));
    }
    return mixed;
  }
}
