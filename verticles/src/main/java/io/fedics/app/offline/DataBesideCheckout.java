package io.fedics.app.offline;

import io.fedics.shared.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the data sets lie beside a checkout. */
public final class DataBesideCheckout {
  private static final Path FOLDER = Path.of("..", "shared", "data");

  private DataBesideCheckout() {}

  /**
   * @param option that would name files instead
   * @throws UsageException when one of them is not there
   */
  public static List<Path> files(String benchmark, String option, List<String> names) {
    List<Path> files = names.stream().map(FOLDER::resolve).toList();
    if (!files.stream().allMatch(Files::isReadable)) {
      throw new UsageException(option + ": missing, and " + files.getFirst()
          + " is not there (expected: the files of " + benchmark + ")");
    }
    return files;
  }
}
