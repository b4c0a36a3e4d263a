package io.fedics.app.folder;

import io.fedics.app.config.Configs;
import io.fedics.app.config.SettingsSource;
import io.fedics.shared.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that knows a data folder or settings. */
public final class DataOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description =
          "Where everything is kept (default: $$XDG_DATA_HOME/fedics, else ~/.local/share/fedics).")
  private @Nullable Path dataDir;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of docs/configuration.md; may be given several times.")
  private List<String> assignments = new ArrayList<>();

  /**
   * Given, or {@code FEDICS_DATA_DIR}, or the usual one; it need not be there yet.
   *
   * @throws UsageException when it is a file
   */
  public Path folder(Map<String, String> environment) {
    String named = environment.getOrDefault("FEDICS_DATA_DIR", "");
    Path folder = Optional.ofNullable(dataDir)
        .orElseGet(() -> named.isEmpty() ? DataFolder.usual(environment) : Path.of(named))
        .toAbsolutePath()
        .normalize();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException(
          "--data-dir: " + folder + " (expected: a folder this user can read and write)");
    }
    return folder;
  }

  /** Settings as on the command line, {@code KEY=VALUE} each. */
  public List<String> assignments() {
    return List.copyOf(assignments);
  }

  public Configs configs(Map<String, String> environment) {
    return Configs.from(
        new SettingsSource(Configs.keys()).read(folder(environment), environment, assignments));
  }
}
