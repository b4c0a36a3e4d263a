package io.fedics.app.offline;

import io.fedics.app.cli.Given;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How files of flows are read that something is trained on. */
public final class FlowFormatOption {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Of flows: any that detect reads, as zeek, eve, binetflow or csv (default: auto, by content).")
  private @Nullable String format;

  /**
   * @throws UsageException when it is given to a command that reads no flows
   */
  public void requireNone(String expected) {
    Given.requireNone("--format", format, expected);
  }

  /** {@link FileFlows#all} of these files. */
  public List<FlowObserved> all(List<Path> files, PrintWriter err) {
    return FileFlows.all(files, format == null ? "auto" : format, err);
  }
}
