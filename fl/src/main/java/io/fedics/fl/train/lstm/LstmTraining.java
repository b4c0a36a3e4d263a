package io.fedics.fl.train.lstm;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.shared.codec.StateCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One training of an LSTM autoencoder in a process of its own, whose memory is bounded and all given back at its end. It
 * blocks: call {@link #run} on a worker thread, once; {@link #cancel} from any.
 */
public final class LstmTraining {
  private final TrainingJvm jvm;
  private final StateCodec codec = new StateCodec();
  private final AtomicReference<@Nullable Process> child = new AtomicReference<>();
  private final AtomicBoolean cancelled = new AtomicBoolean();

  public LstmTraining(TrainingJvm jvm) {
    this.jvm = jvm;
  }

  /**
   * Trains and waits for the end. An interrupt ends the process too.
   *
   * @param input windows, as {@link WindowsFile} writes them
   * @param output file of the bundle; written at the end, replaced when it is there
   * @param progress told after each epoch, by another thread
   * @return what was written to {@code output}
   * @throws LstmTrainingException when there is no bundle: windows not as the settings say, too little memory, cancelled
   * @throws UncheckedIOException when files cannot be written or the process not be started
   */
  public Bundle run(LstmSettings settings, Path input, Path output, Consumer<LstmEpoch> progress)
      throws InterruptedException {
    return run(settings, List.of(input, output), output, progress);
  }

  /**
   * The same from the weights of another bundle.
   *
   * @param from file of an autoencoder of the same features and sizes
   */
  public Bundle runFrom(
      Path from, LstmSettings settings, Path input, Path output, Consumer<LstmEpoch> progress)
      throws InterruptedException {
    return run(settings, List.of(input, output, from), output, progress);
  }

  private Bundle run(
      LstmSettings settings, List<Path> files, Path output, Consumer<LstmEpoch> progress)
      throws InterruptedException {
    try (TrainingFolder folder = TrainingFolder.create("fedics-lstm")) {
      Path settingsFile = folder.file("settings.json");
      Files.write(settingsFile, codec.encode(settings));
      follow(start(Stream.concat(Stream.of(settingsFile), files.stream()).toList()), progress);
      return Bundle.read(Files.readAllBytes(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BundleException e) {
      throw new LstmTrainingException("training wrote a bundle that cannot be read", e);
    }
  }

  /** Ends the process at once, if there is one, and keeps one from starting. */
  public void cancel() {
    cancelled.set(true);
    Process running = child.get();
    if (running != null) {
      running.destroyForcibly();
    }
  }

  private Process start(List<Path> arguments) throws IOException {
    Process process = jvm.process(LstmChild.class, arguments).start();
    if (!child.compareAndSet(null, process)) {
      process.destroyForcibly();
      throw new IllegalStateException("this training was run before (expected: one run each)");
    }
    if (cancelled.get()) {
      process.destroyForcibly();
    }
    return process;
  }

  private void follow(Process process, Consumer<LstmEpoch> progress) throws InterruptedException {
    var failure = new AtomicReference<@Nullable String>();
    var lastWords = new AtomicReference<@Nullable String>();
    Thread lines = each(process.getInputStream(), line -> {
      try {
        read(line, progress, failure);
      } catch (RuntimeException e) {
        // nobody would know any more how far it is
        failure.set("its progress could not be told: " + e);
        process.destroyForcibly();
      }
    });
    Thread errors = each(process.getErrorStream(), line -> remember(line, lastWords));
    try {
      int exit = process.waitFor();
      lines.join();
      errors.join();
      judge(exit, failure.get(), lastWords.get());
    } finally {
      process.destroyForcibly();
    }
  }

  private void judge(int exit, @Nullable String failure, @Nullable String lastWords) {
    if (cancelled.get()) {
      throw new LstmTrainingException("training was cancelled");
    }
    if (failure != null) {
      throw new LstmTrainingException("training failed: " + failure);
    }
    if (exit != 0) {
      throw new LstmTrainingException("training ended with exit code %d: %s"
          .formatted(exit, Objects.requireNonNullElse(lastWords, "nothing on standard error")));
    }
  }

  private void read(
      String line, Consumer<LstmEpoch> progress, AtomicReference<@Nullable String> failure) {
    if (!line.startsWith("{\"epoch\"") && !line.startsWith("{\"failure\"")) {
      return; // native libraries print where they like
    }
    LstmChild.Line said = codec.decode(line.getBytes(StandardCharsets.UTF_8), LstmChild.Line.class);
    if (said.epoch() != null) {
      progress.accept(said.epoch());
    }
    if (said.failure() != null) {
      failure.set(said.failure());
    }
  }

  private static void remember(String line, AtomicReference<@Nullable String> lastWords) {
    if (!line.isBlank() && !line.startsWith("\tat ")) {
      lastWords.set(line.strip());
    }
  }

  private static Thread each(InputStream stream, Consumer<String> reader) {
    return Thread.ofVirtual().start(() -> {
      try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          reader.accept(line);
        }
      } catch (IOException e) {
        // the stream of a process that was ended: its exit code says so
      }
    });
  }
}
