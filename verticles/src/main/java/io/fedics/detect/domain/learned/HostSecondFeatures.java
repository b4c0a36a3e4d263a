package io.fedics.detect.domain.learned;

import io.fedics.shared.event.HostSecond;
import io.fedics.shared.event.RoleActivity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers by which the LSTM autoencoder knows a second of a host: schema {@value #SCHEMA}. "Out" is what the host asked
 * as a source, "in" what it was asked as a destination. Each is {@code ln(1 + count)} in steps of 1/8, so that a byte holds
 * it; counts of one to ten stay apart. A second without activity is all zero.
 */
public final class HostSecondFeatures {
  public static final String SCHEMA = "host-second/1";

  /** Names in the order of the numbers. */
  public static final List<String> NAMES = List.of(
      "flows-out",
      "flows-in",
      "bytes-out-sent",
      "bytes-out-received",
      "bytes-in-sent",
      "bytes-in-received",
      "failed-out",
      "failed-in",
      "peers-out",
      "peers-in",
      "ports-out",
      "ports-in",
      "control-reads",
      "control-writes");

  public static final int COUNT = NAMES.size();
  private static final double STEPS = 8;
  private static final int MOST = 255;

  private HostSecondFeatures() {}

  static void write(HostSecond activity, byte[] to, int offset) {
    RoleActivity out = activity.asSource();
    RoleActivity in = activity.asDestination();
    to[offset] = step(out == null ? 0 : out.flows());
    to[offset + 1] = step(in == null ? 0 : in.flows());
    to[offset + 2] = step(out == null ? 0 : out.bytesSent());
    to[offset + 3] = step(out == null ? 0 : out.bytesReceived());
    to[offset + 4] = step(in == null ? 0 : in.bytesSent());
    to[offset + 5] = step(in == null ? 0 : in.bytesReceived());
    to[offset + 6] = step(out == null ? 0 : out.failed());
    to[offset + 7] = step(in == null ? 0 : in.failed());
    to[offset + 8] = step(peers(out));
    to[offset + 9] = step(peers(in));
    to[offset + 10] = step(out == null ? 0 : out.ports().count());
    to[offset + 11] = step(in == null ? 0 : in.ports().count());
    to[offset + 12] = step(activity.icsReads());
    to[offset + 13] = step(activity.icsWrites());
  }

  private static long peers(@Nullable RoleActivity role) {
    return role == null ? 0 : role.peers().count();
  }

  private static byte step(long count) {
    return (byte) Math.min(MOST, Math.round(STEPS * StrictMath.log1p((double) Math.max(0, count))));
  }

  /** {@code ln(1 + count)} of what was written. */
  static float value(byte stored) {
    return (float) ((stored & 0xff) / STEPS);
  }

  /** The count behind a value, for people. */
  static double count(double value) {
    return Math.max(0, StrictMath.expm1(value));
  }

  /** Whether a feature tells what was done to the host rather than what it did. */
  static boolean isIncoming(String feature) {
    return feature.contains("-in");
  }
}
