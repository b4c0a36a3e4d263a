package io.fedics.app.fl;

import io.fedics.app.bundle.ModelCatalogue;
import io.fedics.app.bundle.ModelStore;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a federated server puts what was trained. */
final class FlServerOutput {
  @Option(
      names = "--out",
      paramLabel = "FILE.npz|FOLDER",
      description =
          "Where the final parameters go (default: fl/final.npz in the data folder); with"
              + " --model lstm or iforest the folder of the bundle (default: among the models of the data folder).")
  private @Nullable Path out;

  /**
   * Told before the first round, not after the last.
   *
   * @param bundle whether a bundle is made
   * @param unmade a folder that may not be there yet, and what lies in it neither
   * @throws UsageException when {@code --out} cannot be written
   */
  void requireWritable(boolean bundle, Optional<Path> unmade) {
    if (out == null) {
      return;
    }
    Path file = absolute(out);
    if (unmade.map(FlServerOutput::absolute).filter(file::startsWith).isPresent()) {
      return;
    }
    if (bundle) {
      requireFolder(file);
      return;
    }
    Path parent = file.getParent();
    if (parent == null || !Files.isWritable(parent) || Files.isDirectory(file)) {
      throw new UsageException("--out: " + file + " (expected: a file in a folder that exists)");
    }
  }

  /** It may be missing, with its parents. */
  private static void requireFolder(Path folder) {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new UsageException(
          "--out: " + folder + " (expected: a folder that can be written or made)");
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** The file of the final parameters. */
  Path ofParameters(FlFolder folder, boolean bundle) {
    return (out == null || bundle ? folder.usualOut() : out).toAbsolutePath();
  }

  /** Returns the file that was written. */
  Path write(Bundle bundle, Path dataFolder) throws IOException {
    Path folder = out == null ? ModelCatalogue.models(dataFolder) : out;
    String name = out == null ? bundle.sha256() : bundle.kind();
    Files.createDirectories(folder);
    Path file = folder.resolve(name + ModelStore.ENDING);
    FlFolder.replace(file, bundle.content());
    return file;
  }
}
