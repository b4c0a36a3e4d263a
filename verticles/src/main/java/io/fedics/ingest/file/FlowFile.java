package io.fedics.ingest.file;

import io.fedics.ingest.format.FileFormat;
import io.fedics.ingest.format.FormatDetector;
import io.fedics.ingest.format.RowSink;
import io.fedics.shared.error.Printable;
import io.fedics.shared.error.UsageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipException;

/**
 * A file of flows, its format known. {@code .gz} is read as it is, told by content.
 *
 * @param sha256 of the file's bytes as they lie there, packed or not: what {@code sha256sum} prints
 * @param size bytes; what is appended later is not read
 */
public record FlowFile(Path path, FileFormat format, String sha256, long size) {
  private static final int SITE_LENGTH = 32;
  private static final int SITE_HASH = 6;

  /** Finds the format by content and hashes the file. */
  public static FlowFile open(Path path) {
    return open(path, Optional.empty());
  }

  /**
   * Hashes the file.
   *
   * @param format what the user says it is; by content when empty
   * @throws UsageException naming the file, what it looks like and what was expected
   */
  public static FlowFile open(Path path, Optional<FileFormat> format) {
    if (Files.isDirectory(path)) {
      throw new UsageException(shown(path) + " is a directory (expected: a file of flows)");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new UsageException(
          shown(path) + " is not a plain file (expected: a file of flows; it is read twice)");
    }
    try {
      byte[] head = head(path);
      FileFormat known = about(path, () -> formatOf(head, format));
      var digest = MessageDigest.getInstance("SHA-256");
      long size = hash(path, digest);
      return new FlowFile(path, known, HexFormat.of().formatHex(digest.digest()), size);
    } catch (NoSuchFileException e) {
      throw new UsageException(shown(path) + " does not exist (expected: a file of flows)", e);
    } catch (EOFException | ZipException e) {
      throw new UsageException(
          shown(path) + " is a damaged gzip file (expected: a file of flows)", e);
    } catch (IOException e) {
      throw new UsageException(
          shown(path) + " cannot be read: " + e.getMessage() + " (expected: a file of flows)", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static FileFormat formatOf(byte[] head, Optional<FileFormat> format) {
    if (format.isPresent()) {
      FormatDetector.requireText(head);
      return format.get();
    }
    return FormatDetector.detect(head);
  }

  /** What a reader says of the content lacks its subject. */
  private static <T> T about(Path path, Supplier<T> work) {
    try {
      return work.get();
    } catch (UsageException e) {
      throw new UsageException(shown(path) + " " + e.getMessage(), e);
    }
  }

  private static String shown(Path path) {
    return Printable.whole(path.toString());
  }

  private static byte[] head(Path path) throws IOException {
    try (InputStream in = FileBytes.unpacked(FileBytes.of(path, Long.MAX_VALUE))) {
      var head = new byte[FormatDetector.HEAD];
      int filled = 0;
      try {
        int read = in.read(head);
        while (read > 0) {
          filled += read;
          read = filled == head.length ? 0 : in.read(head, filled, head.length - filled);
        }
      } catch (EOFException | ZipException e) {
        if (filled == 0) {
          throw e;
        }
        // The reader will name the damage when it comes to it.
      }
      return Arrays.copyOf(head, filled);
    }
  }

  private static long hash(Path path, MessageDigest digest) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      var block = new byte[1 << 16];
      long size = 0;
      int read = in.read(block);
      while (read >= 0) {
        digest.update(block, 0, read);
        size += read;
        read = in.read(block);
      }
      return size;
    }
  }

  /**
   * The site of a file that names none: its name as far as a site's name goes, and the first six digits of its SHA-256,
   * so that two captures never meet. Matches {@code [a-z0-9-]{1,32}}.
   */
  public String siteName() {
    Path name = path.getFileName();
    String plain = (name == null ? "" : name.toString())
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-");
    int most = SITE_LENGTH - SITE_HASH - 1;
    String cut = plain.length() > most ? plain.substring(0, most) : plain;
    String trimmed = cut.replaceAll("^-|-$", "");
    String hash = sha256.substring(0, SITE_HASH);
    return trimmed.isEmpty() ? hash : trimmed + "-" + hash;
  }

  /**
   * Reads from the first row to the last, in the order of the file.
   *
   * @throws UsageException when the content is not of the format after all
   */
  public void read(RowSink sink) throws IOException {
    try (var bytes = FileBytes.of(path, size)) {
      read(bytes, sink);
    }
  }

  /** As {@link #read(RowSink)}, from bytes that count themselves. */
  void read(FileBytes bytes, RowSink sink) throws IOException {
    try (InputStream in = FileBytes.unpacked(bytes)) {
      format.newReader().read(in, sink);
    } catch (UsageException e) {
      throw new UsageException(shown(path) + " " + e.getMessage(), e);
    }
  }
}
