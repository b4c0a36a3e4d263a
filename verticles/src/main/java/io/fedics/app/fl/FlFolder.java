package io.fedics.app.fl;

import io.fedics.app.folder.DataFolder;
import io.fedics.app.folder.OwnerOnly;
import io.fedics.federate.TrainingFolder;
import io.fedics.fl.grpc.Checkpoint;
import io.fedics.fl.grpc.Npz;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.file.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** What a federated server keeps between its rounds, and what is left of them; one server per folder. */
public final class FlFolder implements TrainingFolder, AutoCloseable {
  private final DataFolder folder;
  private final Path checkpoint;

  private FlFolder(DataFolder folder) {
    this.folder = folder;
    this.checkpoint = folder.file("checkpoint");
  }

  static FlFolder open(Path dataFolder) {
    return new FlFolder(DataFolder.open(dataFolder.resolve("fl")));
  }

  /** Of the stage that {@code up} runs; {@code fl server} may run beside it. */
  public static FlFolder ofStage(Path dataFolder) {
    return new FlFolder(DataFolder.open(dataFolder.resolve("federate")));
  }

  Path usualOut() {
    return folder.file("final.npz");
  }

  Path checkpoint() {
    return checkpoint;
  }

  /** Of a training that was not brought to its end. */
  @Override
  public Optional<Checkpoint> load() {
    if (!Files.exists(checkpoint)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Checkpoint.read(Files.readAllBytes(checkpoint)));
    } catch (IOException | BundleException | IllegalArgumentException e) {
      throw new UsageException(
          "--data-dir: %s (expected: what a federated server stored; --fresh begins anew)"
              .formatted(checkpoint),
          e);
    }
  }

  /** As a whole or not at all, and on the disk when it returns. */
  @Override
  public void store(Checkpoint state) {
    replace(checkpoint, state.bundle().content());
  }

  /** Name of the training that is not at its end, or of the one that begins. */
  @Override
  public String run() {
    Path file = folder.file("run");
    try {
      Optional<String> kept = OwnerOnly.text(file);
      if (kept.isPresent()) {
        return kept.get().strip();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String fresh = "run-" + UUID.randomUUID().toString().substring(0, 8);
    replace(file, ByteBuffer.wrap(fresh.getBytes(StandardCharsets.UTF_8)));
    return fresh;
  }

  void forget() {
    try {
      Files.deleteIfExists(checkpoint);
      Files.deleteIfExists(folder.file("run"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, Npz.Content content) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    Npz.write(bytes, content);
    replace(file, ByteBuffer.wrap(bytes.toByteArray()));
  }

  /**
   * As a whole or not at all, and on the disk when it returns.
   *
   * @throws UncheckedIOException that names the file
   */
  static void replace(Path file, ByteBuffer content) {
    try {
      DurableFile.replace(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
