package io.fedics.fl.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Tensors as a {@code .npz} file, as {@code numpy.savez} writes lists: {@code arr_0.npy}, {@code arr_1.npy}, … in order. */
public final class Npz {
  /** The same tensors make the same file. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  public static void write(OutputStream out, List<Tensor> tensors) throws IOException {
    try (var zip = new ZipOutputStream(out)) {
      for (int i = 0; i < tensors.size(); i++) {
        byte[] file = Npy.encode(tensors.get(i));
        var checksum = new CRC32();
        checksum.update(file);
        var entry = new ZipEntry(name(i));
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(file.length);
        entry.setCrc(checksum.getValue());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(file);
        zip.closeEntry();
      }
    }
  }

  /**
   * @param largest greatest magnitude of a value that is taken, positive
   * @throws RefusedException when a tensor is not taken, or one is missing
   */
  public static List<Tensor> read(InputStream in, double largest) throws IOException {
    var tensors = new ArrayList<Tensor>();
    try (var zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.getName().equals(name(tensors.size()))) {
          throw new RefusedException(
              Refusal.TENSOR_HEADER, "entry", entry.getName(), name(tensors.size()));
        }
        tensors.add(Npy.decode(ByteBuffer.wrap(bounded(zip)), largest));
      }
    }
    if (tensors.isEmpty()) {
      throw new RefusedException(Refusal.TENSOR_HEADER, "entries", "none", name(0));
    }
    return tensors;
  }

  private static byte[] bounded(InputStream entry) throws IOException {
    byte[] bytes = entry.readNBytes((int) AnswerLimits.MOST_BYTES + 1);
    if (bytes.length > AnswerLimits.MOST_BYTES) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "entry", "larger", AnswerLimits.MOST_BYTES + " bytes");
    }
    return bytes;
  }

  private static String name(int index) {
    return "arr_" + index + ".npy";
  }

  /** SHA-256 of the {@code .npy} files one after the other, lower-case hex: what the parameters are known by. */
  public static String sha256(List<Tensor> tensors) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      tensors.forEach(tensor -> digest.update(Npy.encode(tensor)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
