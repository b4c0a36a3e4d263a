package io.fedics.fl.train.lstm;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a training hands to its process, rows too: a folder that only this user can read. It is gone when this is closed,
 * and when this program is ended before by a signal.
 */
public final class TrainingFolder implements AutoCloseable {
  /** The training goes on while the program ends, and may write once more. */
  private static final int ATTEMPTS = 5;

  private final Path path;
  private final Thread atEnd = new Thread(this::deleteAtEnd, "training-folder");

  private TrainingFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes one among the system's temporary files.
   *
   * @param prefix its name begins with
   */
  public static TrainingFolder create(String prefix) throws IOException {
    var folder = new TrainingFolder(Files.createTempDirectory(prefix));
    Runtime.getRuntime().addShutdownHook(folder.atEnd);
    return folder;
  }

  /** A file in it, which need not be there. */
  public Path file(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException _) {
      return; // this program is ending, and the folder with it
    }
    delete();
  }

  private void deleteAtEnd() {
    for (int attempt = 0; attempt < ATTEMPTS && Files.exists(path); attempt++) {
      try {
        delete();
      } catch (DirectoryNotEmptyException _) {
        // a file came behind the list: once more
      } catch (IOException _) {
        return; // nobody is left who could be told
      }
    }
  }

  private void delete() throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(path)) {
      files = listed.toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(path);
  }
}
