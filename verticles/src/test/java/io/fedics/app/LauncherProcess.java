package io.fedics.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code ./fedics} with what this build made, as a child process. */
public final class LauncherProcess {
  public static final LauncherProcess NONE = new LauncherProcess(Optional.empty(), Path.of(""));

  private final Optional<Process> process;
  private final Path errors;

  private LauncherProcess(Optional<Process> process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /**
   * @param folder for what it says on standard error; must not be a pipe of the test's own
   */
  public static LauncherProcess start(Path folder, String... arguments) throws IOException {
    return start(folder, Map.of(), arguments);
  }

  /** With more in its environment. */
  public static LauncherProcess start(
      Path folder, Map<String, String> environment, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Path.of("../fedics").toRealPath().toString()));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile(folder, "errors-", ".txt");
    var builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("FEDICS_NO_BUILD", "1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return new LauncherProcess(Optional.of(builder.start()), errors);
  }

  long pid() {
    return process.orElseThrow().pid();
  }

  /** Reads standard output up to the line that contains the text; fails when the process ends before. */
  public String awaitLine(String part) {
    BufferedReader lines = process.orElseThrow().inputReader();
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(part)) {
          return line;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("ended without saying \"" + part + "\": " + errors());
  }

  /** Everything on standard output, to its end. */
  public String output() throws IOException {
    return process.orElseThrow().inputReader().readAllAsString();
  }

  void terminate() {
    process.orElseThrow().destroy();
  }

  public void kill() throws InterruptedException {
    if (process.isPresent()) {
      process.get().destroyForcibly().waitFor();
    }
  }

  public int awaitExit(long time, TimeUnit unit) throws InterruptedException {
    assertThat(process.orElseThrow().waitFor(time, unit))
        .describedAs("ended in time; said: %s", errors())
        .isTrue();
    return process.orElseThrow().exitValue();
  }

  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
