package io.fedics.shared.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Small files that are on the disk when a call returns, file and folder entry: behind a power cut the old or the new is there. */
public final class DurableFile {
  /** Never, not for a moment, wider rights. */
  public static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private DurableFile() {}

  /** Replaces the file as a whole, by one that only its owner may read. */
  public static void replace(Path file, String text) throws IOException {
    replace(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), OWNER_ONLY);
  }

  /**
   * Replaces the file as a whole.
   *
   * @param rights of the new one; without, those that new files have
   */
  public static void replace(Path file, ByteBuffer content, FileAttribute<?>... rights)
      throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, rights);
    try (var out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      while (content.hasRemaining()) {
        out.write(content);
      }
      out.force(true);
    }
    rename(fresh, file);
  }

  /** At once, in place of a file that has the name already. */
  public static void rename(Path from, Path file) throws IOException {
    Files.move(from, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      try (var entry = FileChannel.open(parent, StandardOpenOption.READ)) {
        entry.force(true);
      }
    }
  }
}
