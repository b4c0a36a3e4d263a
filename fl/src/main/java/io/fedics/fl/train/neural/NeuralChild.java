package io.fedics.fl.train.neural;

import io.fedics.fl.train.lstm.Starter;
import io.fedics.fl.train.lstm.WindowsFile;
import io.fedics.shared.codec.StateCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Main class of the process that fits. Arguments: file of settings (JSON of {@link NeuralSettings}), file of rows and file of
 * weights to write, both as {@link WindowsFile}. Prints a line an epoch on standard output. It ends when its standard input
 * does: then whoever started it is gone.
 */
public final class NeuralChild {
  private static final int FAILED = 1;
  private static final double LAST_RATE = 0.1;

  private NeuralChild() {}

  /** Fits; see above. */
  public static void main(String[] arguments) {
    PrintStream lines = System.out;
    // what libraries print is no progress
    System.setOut(System.err);
    Starter.endWithIt(FAILED);
    try {
      NeuralSettings settings =
          new StateCodec().decode(Files.readAllBytes(Path.of(arguments[0])), NeuralSettings.class);
      float[] rows = WindowsFile.read(Path.of(arguments[1]), settings.rowValues());
      float[] weights = fit(rows, settings, lines);
      WindowsFile.write(Path.of(arguments[2]), weights, weights.length);
    } catch (IOException | RuntimeException e) {
      e.printStackTrace(System.err);
      Runtime.getRuntime().halt(FAILED);
    }
    // threads of the library do not matter any more
    Runtime.getRuntime().halt(0);
  }

  private static float[] fit(float[] rows, NeuralSettings settings, PrintStream lines) {
    var networks = new NeuralNetworks(settings);
    var random = new SplittableRandom(settings.seed());
    int width = settings.rowValues();
    int[] order = new int[rows.length / width];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    float[] batch = new float[settings.batch() * width];
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      shuffle(order, random);
      double passed = (double) epoch / Math.max(1, settings.epochs() - 1);
      networks.rate(settings.learningRate() * (1 - (1 - LAST_RATE) * passed));
      for (int from = 0; from < order.length; from += settings.batch()) {
        int count = Math.min(settings.batch(), order.length - from);
        for (int i = 0; i < count; i++) {
          System.arraycopy(rows, order[from + i] * width, batch, i * width, width);
        }
        networks.fit(batch, count);
      }
      lines.println("epoch %d of %d".formatted(epoch + 1, settings.epochs()));
      lines.flush();
      // native memory is freed when the collector finds its owners
      System.gc();
    }
    return networks.weights();
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
  }
}
