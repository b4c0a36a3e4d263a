package io.fedics.fl.train.lstm;

import io.fedics.fl.model.Bundle;
import io.fedics.shared.codec.StateCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Main class of the process that trains. Arguments: file of settings (JSON of {@link LstmSettings}), file of windows ({@link
 * WindowsFile}), file of the bundle to write. Prints one {@link Line} of JSON per epoch on standard output, at last perhaps
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
      train(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), codec, lines);
    } catch (IOException | RuntimeException e) {
      print(lines, codec, new Line(null, sentence(e)));
      e.printStackTrace(System.err);
      Runtime.getRuntime().halt(FAILED);
    }
    // threads of the library do not matter any more
    Runtime.getRuntime().halt(0);
  }

  private static void train(
      Path settingsFile, Path input, Path output, StateCodec codec, PrintStream lines)
      throws IOException {
    LstmSettings settings = codec.decode(Files.readAllBytes(settingsFile), LstmSettings.class);
    requireRoom(input);
    float[] windows = WindowsFile.read(input, settings.shape().windowValues());
    Bundle bundle = LstmTrainer.train(windows, settings, epoch -> {
      print(lines, codec, new Line(epoch, null));
      // native memory is freed when the collector finds its owners; the heap alone gives it no
      // reason to look
      System.gc();
    });
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
