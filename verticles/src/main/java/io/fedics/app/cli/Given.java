package io.fedics.app.cli;

import io.fedics.shared.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether an argument may be there, and what it names can be read or written, told before any work is done. */
public final class Given {
  private Given() {}

  /**
   * @param argument that names the files
   * @throws UsageException for the first that is no readable file, or a pipe or device, which ends when it has been read
   */
  public static void requireReadable(String argument, List<Path> files) {
    for (Path file : files) {
      if (Files.isDirectory(file) || !Files.isReadable(file)) {
        throw new UsageException(argument + ": " + file + " (expected: a file that can be read)");
      }
      if (!Files.isRegularFile(file)) {
        throw new UsageException(argument + ": " + file
            + " is not a plain file (expected: a file that can be read; it is read twice)");
      }
    }
  }

  /**
   * @param given as on the command line; null when it is not there
   * @throws UsageException when it is there
   */
  public static void requireNone(String argument, @Nullable Object given, String expected) {
    if (given != null) {
      throw new UsageException(argument + ": " + given + " (expected: " + expected + ")");
    }
  }

  /**
   * @param argument that names the file
   * @throws UsageException when nothing can be written there; its folder must exist
   */
  public static void requireWritable(String argument, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    boolean can = Files.exists(file)
        ? !Files.isDirectory(file) && Files.isWritable(file)
        : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    if (!can) {
      throw new UsageException(argument + ": " + file
          + " (expected: a file that can be written, in a folder that exists)");
    }
  }

  /**
   * @param argument that names the folder
   * @throws UsageException when it is none and cannot become one
   */
  public static void requireFolder(String argument, Path folder) {
    Path there = folder.toAbsolutePath().normalize();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new UsageException(
          argument + ": " + folder + " (expected: a folder this user can read and write)");
    }
  }
}
