package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.train.dense.DenseAutoencoder;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a plant of three tanks made here in the form of BATADAL. */
class ProcessBenchmarkTest {
  private static final DenseAutoencoder.Settings QUICK =
      new DenseAutoencoder.Settings(new int[] {12, 4, 12}, 15, 0.01);

  @TempDir
  private Path folder = Path.of("");

  @Test
  void run_tankThatNoLongerFollowsThePump_isFoundInTime() throws IOException {
    Result.Model model = run("normal", "attacked").tests().getFirst().models().getFirst();
    assertThat(model.mean("attacks_found")).isEqualTo(2);
    assertThat(model.mean("s")).isGreaterThan(0.8);
    assertThat(model.mean("etapr_f1")).isGreaterThan(0.7);
  }

  @Test
  void run_otherFlagsInTheTest_keepsTheAlarms() throws IOException {
    Result.Model as = run("normal", "attacked").tests().getFirst().models().getFirst();
    Result.Model other = run("normal", "relabelled").tests().getFirst().models().getFirst();
    assertThat(alarms(other, 30)).isEqualTo(alarms(as, 80));
  }

  @Test
  void run_trainingFileThatHoldsOnlyAttacks_isRefused() {
    assertThatThrownBy(() -> run("attacks", "attacked"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("normal hours");
  }

  @Test
  void run_normalHoursOfOneWeek_isRefused() {
    assertThatThrownBy(() -> new ProcessBenchmark(0.99, QUICK, line -> {})
            .run(List.of(write("normal", 100, 1)), List.of(write("attacked", 600, 2)), List.of(1L)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("92 normal hours, all of one week in four");
  }

  @Test
  void run_fileWithoutFlag_saysWhichColumn() {
    assertThatThrownBy(() -> {
          Path file = Files.write(folder.resolve("x.csv"), List.of("DATETIME,L_T1", "1,2"));
          new ProcessBenchmark(0.99, QUICK, line -> {})
              .run(List.of(file), List.of(file), List.of(1L));
        })
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no column ATT_FLAG");
  }

  private static double alarms(Result.Model model, int attacks) {
    return Math.rint(model.mean("recall") * attacks + model.mean("fpr") * (600 - attacks));
  }

  private Result run(String train, String test) throws IOException {
    return new ProcessBenchmark(0.99, QUICK, line -> {})
        .run(List.of(write(train, 1_500, 1)), List.of(write(test, 600, 2)), List.of(1L));
  }

  /** The level follows the pump, the pressure follows the level; during an attack it does not. */
  private Path write(String name, int hours, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>(List.of("DATETIME, L_T1, S_PU1, P_J280, ATT_FLAG"));
    for (int hour = 0; hour < hours; hour++) {
      boolean off = hour >= 200 && hour < 240 || hour >= 400 && hour < 440;
      boolean attack = !name.equals("normal") && off;
      boolean flag =
          switch (name) {
            case "attacks" -> true;
            case "relabelled" -> hour < 30;
            default -> attack;
          };
      double level = 3 + Math.sin(hour * Math.PI / 12) + random.nextDouble(-0.1, 0.1);
      double pressure = (attack ? 3.2 : level) * 10 + random.nextDouble(-0.3, 0.3);
      int pump = Math.cos(hour * Math.PI / 12) > 0 ? 1 : 0;
      lines.add(String.format(
          Locale.ROOT, "h%d,%.3f,%d,%.3f,%d", hour, level, pump, pressure, flag ? 1 : 0));
    }
    return Files.write(folder.resolve(name + ".csv"), lines);
  }
}
