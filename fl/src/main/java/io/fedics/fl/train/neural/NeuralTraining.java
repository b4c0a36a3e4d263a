package io.fedics.fl.train.neural;

import io.fedics.fl.train.lstm.TrainingFolder;
import io.fedics.fl.train.lstm.TrainingJvm;
import io.fedics.fl.train.lstm.WindowsFile;
import io.fedics.shared.codec.StateCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Fits both networks in a process of its own, whose memory is bounded and all given back at its end. It blocks. */
public final class NeuralTraining {
  private final TrainingJvm jvm;

  public NeuralTraining(TrainingJvm jvm) {
    this.jvm = jvm;
  }

  /**
   * @param rows shape {@code [rows, rowValues]}
   * @param progress told a line an epoch
   * @return weights in the order of {@link NeuralNetworks#weights}
   * @throws IllegalStateException when the process failed; the message has its last words
   */
  public float[] run(float[] rows, NeuralSettings settings, Consumer<String> progress) {
    try (TrainingFolder folder = TrainingFolder.create("fedics-neural")) {
      Path settingsFile = folder.file("settings.json");
      Path rowsFile = folder.file("rows");
      Path weightsFile = folder.file("weights");
      Path words = folder.file("words");
      Files.write(settingsFile, new StateCodec().encode(settings));
      WindowsFile.write(rowsFile, rows, rows.length);
      follow(List.of(settingsFile, rowsFile, weightsFile), words, progress);
      return WindowsFile.read(weightsFile, settings.denseWeights() + settings.lstmWeights());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void follow(List<Path> files, Path words, Consumer<String> progress) throws IOException {
    Process process =
        jvm.process(NeuralChild.class, files).redirectError(words.toFile()).start();
    try (var lines = new BufferedReader(
        new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        progress.accept(line);
      }
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException("training ended with exit code %d: %s"
            .formatted(exit, Files.readString(words).strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
