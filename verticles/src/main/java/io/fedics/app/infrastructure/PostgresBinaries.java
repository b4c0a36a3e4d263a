package io.fedics.app.infrastructure;

import io.fedics.app.folder.FolderDeletion;
import io.fedics.app.folder.HomeFolder;
import io.fedics.app.folder.OwnerOnly;
import io.fedics.shared.error.UsageException;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL server's programs, unpacked once per machine from the library that carries them. */
public final class PostgresBinaries {
  private static final int OWNER_MAY_RUN = 0100;

  private PostgresBinaries() {}

  /** {@code $XDG_CACHE_HOME/fedics}, else {@code ~/.cache/fedics}. */
  public static Path usualCache(Map<String, String> environment) {
    return HomeFolder.of(environment, "XDG_CACHE_HOME", ".cache")
        .resolve("fedics")
        .normalize();
  }

  /** Folder with {@code bin/postgres}; unpacks (1 to 3 s) when this version is not there yet. */
  static Path unpacked(Path cache) throws IOException {
    String archive = archiveName();
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
      if (packed == null) {
        throw new UsageException(
            "database.url: not set, and no PostgreSQL is included for this system (expected: "
                + "postgresql://USER:PASSWORD@HOST:PORT/DATABASE, or Linux on x86-64)",
            new FileNotFoundException(archive));
      }
      // The size tells versions apart; the library's own version is not on the class path.
      Path folder = cache.resolve("postgres-" + sizeOf(archive));
      if (!Files.isExecutable(folder.resolve("bin/postgres"))) {
        unpack(packed, cache, folder);
      }
      return folder;
    }
  }

  private static String archiveName() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    return "/postgres-%s-%s.txz"
        .formatted(
            system.startsWith("mac") ? "darwin" : system,
            machine.equals("amd64") ? "x86_64" : machine.equals("aarch64") ? "arm_64" : machine);
  }

  private static long sizeOf(String archive) throws IOException {
    var url = PostgresBinaries.class.getResource(archive);
    if (url == null) {
      throw new FileNotFoundException(archive);
    }
    return url.openConnection().getContentLengthLong();
  }

  /** Into a folder of its own, then renamed: a crash leaves nothing half done under the final name. */
  private static void unpack(InputStream packed, Path cache, Path folder) throws IOException {
    OwnerOnly.createFolders(cache);
    Path fresh = Files.createTempDirectory(cache, "unpacking-");
    try (var tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, fresh);
      }
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isExecutable(folder.resolve("bin/postgres"))) {
        throw e;
      } // else another start was quicker
    } finally {
      FolderDeletion.delete(fresh);
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("entry outside of the archive's folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    if ((entry.getMode() & OWNER_MAY_RUN) != 0) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
