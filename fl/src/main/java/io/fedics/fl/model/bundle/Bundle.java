package io.fedics.fl.model.bundle;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A trained model as named values: weights, feature names in their order, thresholds, quantiles, provenance and card.
 * Immutable. The same values make the same bytes, so a bundle is known by its SHA-256. {@link BundleFormat} says how it
 * lies in a file.
 *
 * <p>Every bundle has the texts {@code kind} (what reads it: {@code lstm}, {@code iforest}, …), {@code name} and {@code
 * card} (Markdown for people) and the texts {@code features} (names in the order of the input).
 */
public final class Bundle {
  private static final int VERSION_DIGITS = 12;

  private final SortedMap<String, Object> values;
  private final byte[] bytes;
  private final String sha256;

  private Bundle(SortedMap<String, Object> values) {
    this.values = values;
    this.bytes = BundleFormat.encode(values);
    this.sha256 = sha256(bytes);
  }

  public static Builder of(String kind, String name) {
    return new Builder().text("kind", kind).text("name", name);
  }

  /**
   * Reads what {@link #bytes} gave.
   *
   * @throws BundleException when it is cut, altered, of another version, or holds a number that is not finite
   */
  public static Bundle read(byte[] bytes) {
    var bundle = new Bundle(BundleFormat.decode(bytes));
    bundle.text("kind");
    bundle.text("name");
    bundle.texts("features");
    bundle.text("card");
    return bundle;
  }

  public String kind() {
    return text("kind");
  }

  /** What only one bundle of a site is active as: the text {@code role}, else the kind. */
  public String role() {
    return has("role") ? text("role") : kind();
  }

  public String name() {
    return text("name");
  }

  /** The first digits of the hash: a version says what is in it, and no two differ only by who counted. */
  public String version() {
    return sha256.substring(0, VERSION_DIGITS);
  }

  public String sha256() {
    return sha256;
  }

  /** Names of the inputs, in order. */
  public List<String> features() {
    return texts("features");
  }

  public String card() {
    return text("card");
  }

  /** For a file or a table. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The same without a copy, to be read only: a checkpoint is as large as the model. */
  public ByteBuffer content() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public String text(String name) {
    return value(name, String.class);
  }

  public List<String> texts(String name) {
    return List.of(value(name, String[].class));
  }

  public long whole(String name) {
    return value(name, Long.class);
  }

  public double number(String name) {
    return value(name, Double.class);
  }

  public int[] ints(String name) {
    return value(name, int[].class).clone();
  }

  public float[] floats(String name) {
    return value(name, float[].class).clone();
  }

  public double[] doubles(String name) {
    return value(name, double[].class).clone();
  }

  /**
   * @throws BundleException when there are not exactly {@code length}
   */
  public float[] floats(String name, int length) {
    float[] found = floats(name);
    requireLength(name, found.length, length);
    return found;
  }

  /**
   * @throws BundleException when there are not exactly {@code length}
   */
  public double[] doubles(String name, int length) {
    double[] found = doubles(name);
    requireLength(name, found.length, length);
    return found;
  }

  /**
   * @throws BundleException when the bundle is for something else
   */
  public Bundle requireKind(String kind) {
    if (!kind().equals(kind)) {
      throw new BundleException(
          "bundle %s: kind %s (expected: %s)".formatted(name(), kind(), kind));
    }
    return this;
  }

  /**
   * This bundle, if its features are these in this order.
   *
   * @throws BundleException else
   */
  public Bundle requireFeatures(List<String> features) {
    if (!features().equals(features)) {
      throw new BundleException(
          "bundle %s: features %s (expected: %s)".formatted(name(), features(), features));
    }
    return this;
  }

  /** With some values replaced or added, say a site's own calibration. */
  public Builder change() {
    var builder = new Builder();
    builder.values.putAll(values);
    return builder;
  }

  private void requireLength(String name, int found, int wanted) {
    if (found != wanted) {
      throw new BundleException(
          "bundle %s: %s has %d values (expected: %d)".formatted(name(), name, found, wanted));
    }
  }

  private <T> T value(String name, Class<T> type) {
    Object found = values.get(name);
    if (found == null) {
      throw new BundleException(
          "bundle: %s is missing (expected: %s)".formatted(name, type.getSimpleName()));
    }
    if (!type.isInstance(found)) {
      throw new BundleException("bundle: %s is %s (expected: %s)"
          .formatted(name, found.getClass().getSimpleName(), type.getSimpleName()));
    }
    return type.cast(found);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bundle that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }

  @Override
  public String toString() {
    return name() + '@' + version();
  }

  /** Lower-case hex. */
  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest(bytes, bytes.length));
  }

  static byte[] digest(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Collects values; numbers must be finite. */
  public static final class Builder {
    private final SortedMap<String, Object> values = new TreeMap<>();

    private Builder() {}

    public Builder text(String name, String value) {
      return put(name, value);
    }

    public Builder texts(String name, List<String> value) {
      return put(name, value.toArray(new String[0]));
    }

    public Builder whole(String name, long value) {
      return put(name, value);
    }

    public Builder number(String name, double value) {
      return put(name, value);
    }

    public Builder ints(String name, int[] value) {
      return put(name, value.clone());
    }

    public Builder floats(String name, float[] value) {
      return put(name, value.clone());
    }

    public Builder doubles(String name, double[] value) {
      return put(name, value.clone());
    }

    private Builder put(String name, Object value) {
      values.put(name, value);
      return this;
    }

    /**
     * @throws BundleException when a number is not finite or what every bundle has is missing
     */
    public Bundle build() {
      var missing = new TreeSet<>(List.of("kind", "name", "features", "card"));
      missing.removeAll(values.keySet());
      if (!missing.isEmpty()) {
        throw new BundleException("bundle: " + String.join(", ", missing) + " is missing");
      }
      return new Bundle(new TreeMap<>(values));
    }
  }
}
