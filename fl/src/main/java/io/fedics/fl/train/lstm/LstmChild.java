package io.fedics.fl.train.lstm;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.shared.codec.StateCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Main class of the process that trains. Arguments: file of settings (JSON of {@link LstmSettings}), file of windows ({@link
 * WindowsFile}), file of the bundle to write, and perhaps file of a bundle to begin from. Prints one {@link Line} of JSON per epoch on standard output, at last perhaps
 * one with a failure. It ends when its standard input does: then whoever started it is gone.
 */
public final class LstmChild {
  private static final int FAILED = 1;

  private LstmChild() {}

  /**
   * What a line of standard output says: one of both.
   *
   * @param epoch an epoch that is done
   * @param failure a sentence: why there will be no bundle
   */
  record Line(@Nullable LstmEpoch epoch, @Nullable String failure) {}

  /** Trains; see above. */
  public static void main(String[] arguments) {
    PrintStream lines = System.out;
    // what libraries print is no progress
    System.setOut(System.err);
    Starter.endWithIt(FAILED);
    var codec = new StateCodec();
    try {
      List<Path> files = Arrays.stream(arguments).map(Path::of).toList();
      train(files, codec, lines);
    } catch (IOException | RuntimeException e) {
      print(lines, codec, new Line(null, sentence(e)));
      e.printStackTrace(System.err);
      Runtime.getRuntime().halt(FAILED);
    }
    // threads of the library do not matter any more
    Runtime.getRuntime().halt(0);
  }

  private static void train(List<Path> files, StateCodec codec, PrintStream lines)
      throws IOException {
    LstmSettings settings = codec.decode(Files.readAllBytes(files.get(0)), LstmSettings.class);
    Path input = files.get(1);
    Path output = files.get(2);
    requireRoom(input);
    float[] windows = WindowsFile.read(input, settings.shape().windowValues());
    Consumer<LstmEpoch> progress = epoch -> {
      print(lines, codec, new Line(epoch, null));
      // native memory is freed when the collector finds its owners; the heap alone gives it no
      // reason to look
      System.gc();
    };
    Bundle bundle = files.size() > 3
        ? LstmTrainer.train(
            windows, settings, Bundle.read(Files.readAllBytes(files.get(3))), progress)
        : LstmTrainer.train(windows, settings, progress);
    Path part = output.resolveSibling(output.getFileName() + ".part");
    Files.write(part, bundle.bytes());
    Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Half of the heap may be windows. */
  private static void requireRoom(Path input) throws IOException {
    long most = Runtime.getRuntime().maxMemory() / 2;
    if (Files.size(input) > most) {
      throw new IllegalArgumentException(
          "%s: %d MB of windows (expected: at most %d MB, half of the heap)"
              .formatted(input.getFileName(), Files.size(input) >> 20, most >> 20));
    }
  }

  private static String sentence(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.toString() : message;
  }

  private static void print(PrintStream lines, StateCodec codec, Line line) {
    lines.println(new String(codec.encode(line), StandardCharsets.UTF_8));
    lines.flush();
  }
}
