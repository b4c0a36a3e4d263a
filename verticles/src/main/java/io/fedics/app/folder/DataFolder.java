package io.fedics.app.folder;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/** Everything one instance keeps: broker, database, token, settings. Readable by its owner only, locked while in use. */
public final class DataFolder implements AutoCloseable {
  /** Below this the broker or the database would fail in the middle of a write. */
  static final long LEAST_FREE_BYTES = 256L << 20;

  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /** {@code $XDG_DATA_HOME/fedics}, else {@code ~/.local/share/fedics}. */
  static Path usual(Map<String, String> environment) {
    return HomeFolder.of(environment, "XDG_DATA_HOME", ".local/share").resolve("fedics");
  }

  /** Creates the folder when it is absent and keeps every other instance out. */
  public static DataFolder open(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    try {
      OwnerOnly.createFolders(path);
      long free = Files.getFileStore(path).getUsableSpace();
      if (free < LEAST_FREE_BYTES) {
        throw new UsageException("--data-dir: %s has %d MB free (expected: at least %d MB)"
            .formatted(path, free >> 20, LEAST_FREE_BYTES >> 20));
      }
      return locked(path);
    } catch (IOException e) {
      throw new UsageException(
          "--data-dir: " + path + " (expected: a folder this user can read and write)", e);
    }
  }

  private static DataFolder locked(Path path) throws IOException {
    FileChannel channel = FileChannel.open(
        path.resolve(LOCK),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
    Optional<FileLock> lock = tryLock(channel);
    if (lock.isEmpty()) {
      String owner = Files.readString(path.resolve(LOCK)).trim();
      channel.close();
      throw new UsageException(
          "--data-dir: %s is in use by the fedics of process %s (expected: one instance per folder)"
              .formatted(path, owner.isEmpty() ? "unknown" : owner));
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(
        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
    return new DataFolder(path, channel, lock.get());
  }

  /**
   * Whether another process has it open. Writes nothing. Not for the process itself: closing any channel to a file ends
   * all locks a process has on it.
   */
  static boolean isLocked(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.READ);
        FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return free == null;
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // held by this very process
    }
  }

  public Path path() {
    return path;
  }

  public Path file(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
