package io.fedics.fl.grpc;

import io.fedics.fl.aggregate.Standardisation;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Tensors as a {@code .npz} file, as {@code numpy.savez} writes lists: {@code arr_0.npy}, {@code arr_1.npy}, … in order; behind
 * them {@code feature_means.npy} and {@code feature_deviations.npy} where all sites scale alike.
 */
public final class Npz {
  /** The same tensors make the same file. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final String MEANS = "feature_means.npy";
  private static final String DEVIATIONS = "feature_deviations.npy";

  private Npz() {}

  /**
   * What is in a file.
   *
   * @param scaling empty where sites scale as they like
   */
  public record Content(List<Tensor> tensors, Optional<Standardisation> scaling) {
    public Content {
      tensors = List.copyOf(tensors);
    }
  }

  public static void write(OutputStream out, Content content) throws IOException {
    try (var zip = new ZipOutputStream(out)) {
      for (int i = 0; i < content.tensors().size(); i++) {
        put(zip, name(i), content.tensors().get(i));
      }
      if (content.scaling().isPresent()) {
        Standardisation scaling = content.scaling().get();
        put(zip, MEANS, Tensor.of(scaling.means()));
        put(zip, DEVIATIONS, Tensor.of(scaling.deviations()));
      }
    }
  }

  private static void put(ZipOutputStream zip, String name, Tensor tensor) throws IOException {
    byte[] file = Npy.encode(tensor);
    var checksum = new CRC32();
    checksum.update(file);
    var entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(file.length);
    entry.setCrc(checksum.getValue());
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    zip.write(file);
    zip.closeEntry();
  }

  /**
   * @param largest greatest magnitude of a value that is taken, positive
   * @throws RefusedException when a tensor is not taken, or one is missing
   * @throws IllegalArgumentException when what is told of the features is no scaling
   */
  public static Content read(InputStream in, double largest) throws IOException {
    var tensors = new ArrayList<Tensor>();
    var ofFeatures = new TreeMap<String, double[]>();
    try (var zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        boolean isOfFeatures = name.equals(MEANS) || name.equals(DEVIATIONS);
        if (!isOfFeatures && !name.equals(name(tensors.size()))) {
          throw new RefusedException(Refusal.TENSOR_HEADER, "entry", name, name(tensors.size()));
        }
        Tensor tensor = Npy.decode(ByteBuffer.wrap(bounded(zip)), largest);
        if (isOfFeatures) {
          ofFeatures.put(name, tensor.values());
        } else {
          tensors.add(tensor);
        }
      }
    }
    if (tensors.isEmpty()) {
      throw new RefusedException(Refusal.TENSOR_HEADER, "entries", "none", name(0));
    }
    return new Content(tensors, scaling(ofFeatures));
  }

  private static Optional<Standardisation> scaling(Map<String, double[]> ofFeatures) {
    double[] means = ofFeatures.get(MEANS);
    double[] deviations = ofFeatures.get(DEVIATIONS);
    if (means == null && deviations == null) {
      return Optional.empty();
    }
    if (means == null || deviations == null) {
      throw new RefusedException(
          Refusal.TENSOR_HEADER, "entry", "missing", means == null ? MEANS : DEVIATIONS);
    }
    return Optional.of(new Standardisation(means, deviations));
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
