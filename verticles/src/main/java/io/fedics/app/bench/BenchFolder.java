package io.fedics.app.bench;

import io.fedics.app.folder.FolderDeletion;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a benchmark keeps broker, database and lists.
 *
 * @param kept stays behind
 */
record BenchFolder(Path path, boolean kept) implements AutoCloseable {

  /**
   * @param wanted a temporary one when empty
   * @throws UsageException when something is in it
   */
  static BenchFolder of(Optional<Path> wanted) throws IOException {
    if (wanted.isEmpty()) {
      return new BenchFolder(Files.createTempDirectory("fedics-bench-"), false);
    }
    Path folder = wanted.get();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
        if (content.iterator().hasNext()) {
          throw new UsageException("--data-dir: " + folder + " (expected: an empty folder)");
        }
      }
    }
    return new BenchFolder(folder, true);
  }

  /** Deletes a temporary one; once more does nothing. */
  @Override
  public void close() throws IOException {
    if (!kept) {
      FolderDeletion.delete(path);
    }
  }
}
