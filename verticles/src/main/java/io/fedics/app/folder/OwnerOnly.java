package io.fedics.app.folder;

import io.fedics.shared.error.UsageException;
import io.fedics.shared.file.DurableFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Files and folders that nobody but their owner may read. Never, not for a moment, with wider rights. */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final int SECRET_BYTES = 32;

  private OwnerOnly() {}

  /** Makes the folder and its missing parents; one that exists loses the rights of others. */
  public static void createFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    }
    Files.setPosixFilePermissions(folder, FOLDER);
    if (!Files.isReadable(folder) || !Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
  }

  /**
   * The secret kept in this file; 256 random bits, made on the first call.
   *
   * @throws UsageException when the file holds no text
   */
  public static String secret(Path file) throws IOException {
    Optional<String> kept = text(file).map(String::strip).filter(text -> !text.isEmpty());
    if (kept.isPresent()) {
      Files.setPosixFilePermissions(file, FILE);
      return kept.get();
    }
    String made = randomText();
    DurableFile.replace(file, made);
    return made;
  }

  /**
   * What a small file of the data folder says; empty when there is none.
   *
   * @throws UsageException when it is no text: something else wrote into it
   */
  public static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (CharacterCodingException e) {
      throw new UsageException(
          file + ": no text (expected: what fedics wrote there; its backup, or no such file)", e);
    }
  }

  static String randomText() {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
