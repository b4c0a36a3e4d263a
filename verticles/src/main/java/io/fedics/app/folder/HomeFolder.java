package io.fedics.app.folder;

import io.fedics.shared.error.UsageException;
import java.nio.file.Path;
import java.util.Map;

/** Where a user's own files go, by the XDG Base Directory Specification. */
public final class HomeFolder {
  private HomeFolder() {}

  /**
   * The folder of a kind of files: never one below the working directory, where others may have put something.
   *
   * @param variable that names it, used when it is absolute
   * @param usual below the home folder, as {@code .cache}
   * @throws UsageException when the user has no home folder
   */
  public static Path of(Map<String, String> environment, String variable, String usual) {
    String named = environment.getOrDefault(variable, "");
    if (named.startsWith("/")) {
      return Path.of(named);
    }
    String home = environment.getOrDefault("HOME", "");
    if (!home.startsWith("/")) {
      home = System.getProperty("user.home", "");
    }
    if (!home.startsWith("/")) {
      throw new UsageException("HOME: not set, and this user has no home folder (expected: one, or "
          + variable + " as an absolute path)");
    }
    return Path.of(home).resolve(usual);
  }
}
