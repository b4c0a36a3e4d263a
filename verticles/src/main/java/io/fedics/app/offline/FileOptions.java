package io.fedics.app.offline;

import io.fedics.app.cli.OptionVariable;
import io.fedics.ingest.file.FlowFile;
import io.fedics.shared.error.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which flows of which files, for {@code replay} and {@code detect}. */
public final class FileOptions {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Files of flows; .gz as it is (default: $$DATA_PATH).")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--format",
      description =
          "auto, zeek, eve, binetflow, cicids2017, cicddos2019, unsw-nb15, nsl-kdd, ton-iot, csv or fedics"
              + " (default: auto, by content).")
  private String format = "auto";

  @Option(
      names = "--site",
      description = "Name of the site (default: file name and first 6 hex digits of its SHA-256).")
  private String site = "";

  @Option(names = "--limit", description = "At most so many flows.")
  private long limit = Long.MAX_VALUE;

  public List<FlowFile> open(Map<String, String> environment) {
    if (limit < 1) {
      throw new UsageException("--limit: " + limit + " (expected: 1 or more)");
    }
    if (!site.isEmpty() && !site.matches("[a-z0-9-]{1,32}")) {
      throw new UsageException("--site: " + site + " (expected: 1 to 32 of a-z, 0-9 and -)");
    }
    return FileFlows.open(files.isEmpty() ? List.of(usual(environment, "FILE")) : files, format);
  }

  /**
   * The file of {@code DATA_PATH}.
   *
   * @param argument that nobody gave
   */
  public static Path usual(Map<String, String> environment, String argument) {
    return OptionVariable.DATA_PATH
        .in(environment)
        .map(Path::of)
        .orElseThrow(() ->
            new UsageException(argument + ": missing (expected: a file, here or in DATA_PATH)"));
  }

  /** What reading says of a file becomes a sentence that begins with the argument the file came by. */
  public static <T> T named(String argument, Supplier<T> read) {
    try {
      return read.get();
    } catch (UsageException e) {
      String sentence = String.valueOf(e.getMessage());
      throw sentence.startsWith("--") ? e : new UsageException(argument + ": " + sentence, e);
    }
  }

  public String site(List<FlowFile> opened) {
    return site.isEmpty() ? opened.getFirst().siteName() : site;
  }

  public long limit() {
    return limit;
  }
}
