package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.record.RecordModel;
import io.fedics.fl.train.dense.DenseAutoencoder;
import io.fedics.fl.train.tree.ForestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a table to a bundle to a judgement of one record. */
class TableTrainerTest {
  private static final Effort QUICK = new Effort(
      new ForestSettings(10, 0, 1, 12, true, false), 10, 3, DenseAutoencoder.Settings.DEFAULT, 0);

  @TempDir
  private Path folder = Path.of("");

  @Test
  void train_manyKinds_judgesRecordsByTheirColumns() throws IOException {
    TableTrainer.Trained trained = train(7);
    RecordModel model = RecordModel.from(Bundle.read(trained.bundle().bytes()));
    assertThat(model.labels()).containsExactly("normal", "Exploits", "Fuzzers");
    RecordModel.Judgement far = model.judge(record("40", "tcp"));
    assertThat(far.alarm()).isTrue();
    assertThat(far.label()).isEqualTo("Exploits");
    assertThat(model.judge(record("1.5", "icmp")).label()).isEqualTo("Fuzzers");
    RecordModel.Judgement near = model.judge(record(" 1.5 ", "tcp"));
    assertThat(near.label()).isEqualTo("normal");
    assertThat(near.attack() + near.probabilities().getFirst()).isEqualTo(1, within(1e-9));
  }

  @Test
  void train_fileWithoutKinds_judgesAttackOrNoneAndSaysWhy() throws IOException {
    Path file = file("binary.csv");
    List<String> lines = Files.readAllLines(file).stream()
        .map(line -> line.replaceFirst(",[^,]*(,[^,]*)$", "$1"))
        .toList();
    Files.write(file, lines);
    List<String> told = new ArrayList<>();
    TableTrainer.Trained trained = new TableTrainer(
            DataSet.find("unsw-nb15").orElseThrow(), 0.97, QUICK, told::add)
        .train(List.of(file), 7);
    RecordModel model = RecordModel.from(Bundle.read(trained.bundle().bytes()));
    assertThat(model.labels()).containsExactly("normal", "attack");
    assertThat(model.judge(record("40", "tcp")).label()).isEqualTo("attack");
    assertThat(model.judge(record("1.5", "tcp")).label()).isEqualTo("normal");
    assertThat(told)
        .contains(file
            + ": no column attack_cat, so label says attack or none and kinds are not told apart");
    assertThat(trained.metrics()).doesNotContainKey("classes_macro_f1");
    assertThat(trained.bundle().card()).contains("Boosted trees, attack or none", "| attack | ");
  }

  @Test
  void train_sameSeed_givesTheSameBytes() throws IOException {
    assertThat(train(7).bundle().sha256()).isEqualTo(train(7).bundle().sha256());
    assertThat(train(8).bundle().sha256()).isNotEqualTo(train(7).bundle().sha256());
  }

  @Test
  void card_saysWhatItWasTrainedOnAndHowWell() throws IOException {
    TableTrainer.Trained trained = train(7);
    assertThat(trained.bundle().card())
        .contains("train.csv", "| Exploits | ", "| auc | ", "quantile 0.97")
        .contains("Judges a record by 5 columns", "refused (but for 2 that no tree asks about),");
    assertThat(trained.metrics()).containsKeys("accuracy", "fpr", "classes_macro_f1");
  }

  @Test
  void judge_strangeCells_areClippedOrOneMoreWord() throws IOException {
    RecordModel model = RecordModel.from(train(7).bundle());
    assertThat(model.judge(record("Infinity", "tcp"))).isEqualTo(model.judge(record("1e9", "tcp")));
    assertThat(model.judge(record("", "sctp")).probabilities()).hasSize(3);
  }

  @Test
  void judge_recordWithoutColumns_namesThem() throws IOException {
    RecordModel model = RecordModel.from(train(7).bundle());
    assertThatThrownBy(() -> model.judge(Map.of("Dur ", "1", "other", "2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no column spkts, proto (expected: all 3 columns the model reads)");
  }

  private static Map<String, String> record(String dur, String proto) {
    Map<String, String> record = new HashMap<>();
    record.put(" DUR", dur);
    record.put("spkts", "4");
    record.put("proto", proto);
    record.put("service", "-");
    record.put("state", "FIN");
    record.put("more", "x");
    return record;
  }

  private TableTrainer.Trained train(long seed) throws IOException {
    return new TableTrainer(DataSet.find("unsw-nb15").orElseThrow(), 0.97, QUICK, line -> {})
        .train(List.of(file("train.csv")), seed);
  }

  private Path file(String name) throws IOException {
    var random = new SplittableRandom(3);
    List<String> lines =
        new ArrayList<>(List.of("id,dur,spkts,proto,service,state,attack_cat,label"));
    for (int i = 0; i < 900; i++) {
      int kind = i % 3;
      lines.add("%d,%.4f,%d,%s,-,FIN,%s,%d"
          .formatted(
              i,
              random.nextDouble(1, 2) * (kind == 1 ? 25 : 1),
              random.nextInt(1, 9),
              kind == 2 ? "icmp" : "tcp",
              List.of("Normal", "Exploits", "Fuzzers").get(kind),
              kind == 0 ? 0 : 1));
    }
    return Files.write(folder.resolve(name), lines);
  }
}
