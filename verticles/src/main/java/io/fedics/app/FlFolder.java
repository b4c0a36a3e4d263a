package io.fedics.app;

import io.fedics.fl.grpc.Checkpoint;
import io.fedics.fl.grpc.Npz;
import io.fedics.fl.grpc.Tensor;
import io.fedics.fl.model.BundleException;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** What a federated server keeps between its rounds, and what is left of them; one server per folder. */
final class FlFolder implements AutoCloseable {
  private final DataFolder folder;
  private final Path checkpoint;

  private FlFolder(DataFolder folder) {
    this.folder = folder;
    this.checkpoint = folder.file("checkpoint");
  }

  static FlFolder open(Path dataFolder) {
    return new FlFolder(DataFolder.open(dataFolder.resolve("fl")));
  }

  Path usualOut() {
    return folder.file("final.npz");
  }

  Path checkpoint() {
    return checkpoint;
  }

  /** Of a training that was not brought to its end. */
  Optional<Checkpoint> load() {
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
  void store(Checkpoint state) {
    replace(checkpoint, state.bytes());
  }

  void forget() {
    try {
      Files.deleteIfExists(checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, List<Tensor> parameters) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    Npz.write(bytes, parameters);
    replace(file, bytes.toByteArray());
  }

  private static void replace(Path file, byte[] bytes) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (var channel = FileChannel.open(
          fresh,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
