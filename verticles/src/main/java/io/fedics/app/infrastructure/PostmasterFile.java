package io.fedics.app.infrastructure;

import io.fedics.app.folder.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code postmaster.pid} of a database folder: says which server runs on it. Line 1 is its process id, line 2 the folder
 * it was started on, line 8 its state. A copy of a folder in use brings the file of the other server along.
 *
 * @param file need not exist
 * @param lines of it, none when no server runs
 */
public record PostmasterFile(Path file, List<String> lines) {
  private static final Logger LOG = LoggerFactory.getLogger(PostmasterFile.class);
  private static final int FOLDER_LINE = 1;
  private static final int STATE_LINE = 7;
  private static final Path PROCESSES = Path.of("/proc");
  private static final String WORKING_FOLDER = "cwd";
  private static final Duration FAST_LIMIT = Duration.ofSeconds(3);
  private static final Duration IMMEDIATE_LIMIT = Duration.ofSeconds(1);
  private static final Duration EMPTY_LIMIT = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 20;

  public static PostmasterFile of(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    return new PostmasterFile(file, OwnerOnly.text(file).orElse("").lines().toList());
  }

  /** An empty file is what a power cut left of a server: no server starts beside it. One that is just starting writes at once. */
  void deleteIfLeftEmpty() throws IOException {
    if (lines.isEmpty()
        && Files.exists(file)
        && Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(EMPTY_LIMIT))) {
      Files.delete(file);
    }
  }

  /**
   * Deletes the file of a server of another folder, which a copy brought along, and one whose process id another program
   * has since the system was started anew: no server would start beside it.
   */
  void deleteIfOfAnother() throws IOException {
    if (lines.size() > FOLDER_LINE
        && server().isEmpty()
        && (!namesThisFolder() || process().isPresent())) {
      LOG.info("{} named a server that is none of this folder", file);
      Files.deleteIfExists(file);
    }
  }

  boolean isReady(long pid) {
    return lines.size() > STATE_LINE
        && lines.getFirst().trim().equals(Long.toString(pid))
        && lines.get(STATE_LINE).trim().equals("ready");
  }

  /** The server of this folder; the process id of another one, or of another program, does not count. */
  private Optional<ProcessHandle> server() {
    return process()
        .filter(process ->
            process.info().command().map(name -> name.endsWith("postgres")).orElse(true))
        .filter(this::worksHere);
  }

  /** Who has the process id now. */
  private Optional<ProcessHandle> process() {
    if (lines.isEmpty() || !lines.getFirst().trim().matches("[0-9]{1,10}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().trim())).filter(ProcessHandle::isAlive);
  }

  /** A server works in its folder, under whatever name that is now; where the system does not tell, the file must. */
  private boolean worksHere(ProcessHandle process) {
    try {
      return isThisFolder(PROCESSES.resolve(Long.toString(process.pid())).resolve(WORKING_FOLDER));
    } catch (IOException e) {
      return namesThisFolder(); // no such place here, or of another user
    }
  }

  private boolean namesThisFolder() {
    try {
      return lines.size() > FOLDER_LINE && isThisFolder(Path.of(lines.get(FOLDER_LINE)));
    } catch (IOException e) {
      return false; // gone
    }
  }

  private boolean isThisFolder(Path folder) throws IOException {
    return Files.isSameFile(folder, file.resolveSibling("."));
  }

  /** Ends the server within 4 s: clients are cut off and a checkpoint is written, or, if that takes long, not. */
  public void stopServer() throws IOException, InterruptedException {
    Optional<ProcessHandle> server = server();
    if (server.isEmpty() || signal(server.get(), "INT", FAST_LIMIT)) {
      return;
    }
    LOG.warn("the database server is slow to stop; the next start replays its log");
    signal(server.get(), "QUIT", IMMEDIATE_LIMIT);
  }

  /** PostgreSQL's signals for "fast" and "immediate" are none of those that Java can send. */
  private boolean signal(ProcessHandle server, String name, Duration patience)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start().waitFor();
    long limit = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < limit) {
      // The file goes last; the process may stay as a zombie where nobody collects orphans.
      if (!Files.exists(file) || !server.isAlive()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return false;
  }
}
