package io.fedics.app.infrastructure;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code initdb} and {@code postgres}. PostgreSQL refuses to run as root: then its programs get a user namespace of
 * their own, in which they are not.
 */
final class PostgresPrograms {
  private final Path bin;
  private final List<String> prefix;

  private PostgresPrograms(Path bin, List<String> prefix) {
    this.bin = bin;
    this.prefix = prefix;
  }

  static PostgresPrograms of(Path binaries) throws InterruptedException {
    boolean isRoot = System.getProperty("user.name").equals("root");
    List<String> prefix = isRoot ? List.of("unshare", "-U") : List.of();
    if (isRoot && !works("unshare", "-U", "true")) {
      throw new UsageException(
          "the embedded database does not run as root here (expected: another user, or DATABASE_URL)");
    }
    return new PostgresPrograms(binaries.resolve("bin"), prefix);
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  /**
   * Runs one program to its end.
   *
   * @throws IOException with the program's own words when it fails
   */
  void run(String program, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(bin.resolve(program).toString());
    command.addAll(arguments);
    Process process = clean(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(program + " failed: " + said.strip().replace('\n', ' '));
    }
  }

  /** Starts the server in a session of its own, where Ctrl-C of this terminal does not reach it. */
  Process startServer(List<String> arguments, Path log) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    if (works("setsid", "true")) {
      command.add("setsid");
    }
    command.add(bin.resolve("postgres").toString());
    command.addAll(arguments);
    return clean(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectInput(Path.of("/dev/null").toFile())
        .start();
  }

  /** Variables like PGPORT or PGDATA of the user's own database must not leak in. */
  private static ProcessBuilder clean(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    return builder;
  }
}
