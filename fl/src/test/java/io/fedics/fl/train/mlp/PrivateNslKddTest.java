package io.fedics.fl.train.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fedics.fl.privacy.NoiseCalibration;
import io.fedics.fl.privacy.RdpAccountant;
import io.fedics.fl.privacy.SeededRandom;
import io.fedics.fl.train.Batches;
import io.fedics.fl.train.PrivateSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What record-level privacy costs on NSL-KDD: four fifths of KDDTrain+ to train, one fifth to judge, attack or not. Numbers are
 * scaled by fixed ranges, words are columns of a fixed list made by hashing, so no figure of the records is used.
 */
@Tag("full")
class PrivateNslKddTest {
  private static final int COLUMNS = 41;
  private static final int LABEL = 41;
  private static final int WORD_COLUMNS = 64;
  /** Of the 41 columns, those in [0, 1]. */
  private static final Set<Integer> FLAGS_AND_RATES =
      Set.of(6, 11, 13, 20, 21, 24, 25, 26, 27, 28, 29, 30, 33, 34, 35, 36, 37, 38, 39, 40);

  private static final double LARGEST_BYTES = 2e9;
  private static final double LARGEST_COUNT = 512;
  private static final double LONGEST_SECONDS = 60_000;
  private static final double DELTA = 1e-6;

  private final List<double[]> rows = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();

  @Test
  void train_epsilonOne_costsLessThanAPointOfAccuracy() throws IOException {
    Path file = Stream.of("../../shared/data", "../../../shared/data", "../shared/data")
        .map(folder -> Path.of(folder, "nsl-kdd", "KDDTrain+.txt.gz"))
        .filter(Files::isReadable)
        .findFirst()
        .orElse(Path.of("absent"));
    assumeThat(file).as("the test data folder").exists();
    read(file);
    var random = new SplittableRandom(1);
    boolean[] judged = new boolean[rows.size()];
    for (int i = 0; i < judged.length; i++) {
      judged[i] = random.nextInt(5) == 0;
    }
    double[][] training = rows(judged, false);
    int[] truth = labels(judged, false);
    double[][] fresh = rows(judged, true);
    int[] freshTruth = labels(judged, true);

    Mlp start = Mlp.random(MlpShape.usual(training[0].length, 1), 1);
    Mlp plain = new PlainTrainer(
            new PlainSettings(5, new Batches.OfRecords(256), 0.1, 0.9, OptionalDouble.empty(), 1))
        .train(start, training, truth);
    double rate = 1024.0 / training.length;
    int steps = (int) Math.ceil(10 / rate);
    double noise = new NoiseCalibration(new RdpAccountant(), 1e-4)
        .noiseMultiplier(rate, steps, 1, DELTA)
        .orElseThrow();
    var settings = new PrivateSettings(1, noise, rate, steps, 0.5, 0.9);
    Mlp hidden = new PrivateTrainer(settings, SeededRandom.of(1)).train(start, training, truth);

    double withPrivacy = accuracy(hidden, fresh, freshTruth);
    double without = accuracy(plain, fresh, freshTruth);
    System.out.printf(
        Locale.ROOT,
        "NSL-KDD, %d rows, noise multiplier %.3f, %d steps: accuracy %.4f at epsilon 1, %.4f without privacy%n",
        training.length,
        noise,
        steps,
        withPrivacy,
        without);
    assertThat(without).isGreaterThan(0.985);
    assertThat(withPrivacy).isGreaterThan(without - 0.01);
  }

  private void read(Path file) throws IOException {
    try (var in = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] cells = line.split(",", -1);
        rows.add(features(cells));
        labels.add(cells[LABEL].equals("normal") ? 0 : 1);
      }
    }
  }

  private static double[] features(String[] cells) {
    double[] row = new double[COLUMNS + 3 * WORD_COLUMNS];
    for (int c = 0; c < COLUMNS; c++) {
      if (c >= 1 && c <= 3) {
        row[COLUMNS + (c - 1) * WORD_COLUMNS + Math.floorMod(cells[c].hashCode(), WORD_COLUMNS)] =
            1;
      } else {
        row[c] = scaled(Double.parseDouble(cells[c]), c);
      }
    }
    return row;
  }

  private static double scaled(double value, int column) {
    if (FLAGS_AND_RATES.contains(column)) {
      return value;
    }
    double largest =
        switch (column) {
          case 0 -> LONGEST_SECONDS;
          case 4, 5 -> LARGEST_BYTES;
          default -> LARGEST_COUNT;
        };
    return Math.min(1, Math.log1p(value) / Math.log1p(largest));
  }

  private double[][] rows(boolean[] judged, boolean wanted) {
    List<double[]> some = new ArrayList<>();
    for (int i = 0; i < judged.length; i++) {
      if (judged[i] == wanted) {
        some.add(rows.get(i));
      }
    }
    return some.toArray(double[][]::new);
  }

  private int[] labels(boolean[] judged, boolean wanted) {
    List<Integer> some = new ArrayList<>();
    for (int i = 0; i < judged.length; i++) {
      if (judged[i] == wanted) {
        some.add(labels.get(i));
      }
    }
    return some.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double accuracy(Mlp mlp, double[][] rows, int[] labels) {
    int right = 0;
    for (int i = 0; i < rows.length; i++) {
      right += (mlp.probabilities(rows[i])[1] >= 0.5 ? 1 : 0) == labels[i] ? 1 : 0;
    }
    return (double) right / rows.length;
  }
}
