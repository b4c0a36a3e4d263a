package io.fedics.shared.address;

import java.util.Arrays;
import java.util.Optional;

/** An IPv4 or IPv6 address, parsed from text; never looked up. */
public final class IpAddress {
  private static final int GROUPS = 8;
  /** What IPv6 writes before an IPv4 address, RFC 4291. */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Empty when the text is not an address (a name, a MAC, nothing). A zone index ({@code %eth0}) is ignored; parts of IPv4 are
   * decimal, also behind a leading zero: no sensor writes octal.
   */
  public static Optional<IpAddress> parse(String text) {
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    return (address.indexOf(':') < 0 ? parse4(address) : parse6(address)).map(IpAddress::new);
  }

  private static Optional<byte[]> parse4(String text) {
    byte[] bytes = new byte[4];
    int at = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c == '.') {
        if (value < 0 || at == 4) {
          return Optional.empty();
        }
        bytes[at++] = (byte) value;
        value = -1;
      } else if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          return Optional.empty();
        }
      } else {
        return Optional.empty();
      }
    }
    return at == 4 ? Optional.of(bytes) : Optional.empty();
  }

  private static Optional<byte[]> parse6(String text) {
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::")) {
      return Optional.empty();
    }
    int[] head = groups(gap < 0 ? text : text.substring(0, gap));
    int[] tail = gap < 0 ? new int[0] : groups(text.substring(gap + 2));
    int known = head.length + tail.length;
    boolean bad =
        Arrays.stream(head).anyMatch(g -> g < 0) || Arrays.stream(tail).anyMatch(g -> g < 0);
    if (bad || (gap < 0 ? known != GROUPS : known >= GROUPS)) {
      return Optional.empty();
    }
    byte[] bytes = new byte[2 * GROUPS];
    for (int i = 0; i < head.length; i++) {
      put(bytes, i, head[i]);
    }
    for (int i = 0; i < tail.length; i++) {
      put(bytes, GROUPS - tail.length + i, tail[i]);
    }
    return Optional.of(bytes);
  }

  /** Sixteen-bit groups; a single −1 marks a text that is none. */
  private static int[] groups(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    int[] groups = new int[parts.length + 1];
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (last && parts[i].indexOf('.') >= 0) {
        Optional<byte[]> mapped = parse4(parts[i]);
        if (mapped.isEmpty()) {
          return new int[] {-1};
        }
        byte[] b = mapped.get();
        groups[count++] = ((b[0] & 0xff) << 8) | (b[1] & 0xff);
        groups[count++] = ((b[2] & 0xff) << 8) | (b[3] & 0xff);
      } else {
        groups[count++] = hex(parts[i]);
      }
    }
    return Arrays.copyOf(groups, count);
  }

  private static int hex(String text) {
    if (text.isEmpty() || text.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static void put(byte[] bytes, int group, int value) {
    bytes[2 * group] = (byte) (value >> 8);
    bytes[2 * group + 1] = (byte) value;
  }

  /** {@link #text} of an address, whatever its spelling; what is none stays as it is. */
  public static String canonical(String text) {
    return parse(text).map(IpAddress::text).orElse(text);
  }

  /**
   * The one text of this address: IPv4 in decimal, IPv6 as RFC 5952 has it, and an IPv4 address inside IPv6 ({@code
   * ::ffff:10.0.0.1}) as the IPv4 address it is.
   */
  public String text() {
    if (bytes.length == 4) {
      return text4(0);
    }
    return isMapped() ? text4(MAPPED.length) : text6();
  }

  private boolean isMapped() {
    return Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
  }

  private String text4(int from) {
    var text = new StringBuilder(15);
    for (int i = from; i < from + 4; i++) {
      text.append(i == from ? "" : ".").append(bytes[i] & 0xff);
    }
    return text.toString();
  }

  private String text6() {
    int gap = longestZeros();
    if (gap == GROUPS) {
      return written(0, GROUPS);
    }
    return written(0, gap) + "::" + written(gap + zerosFrom(gap), GROUPS);
  }

  private String written(int from, int to) {
    var text = new StringBuilder(39);
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(group(i)));
    }
    return text.toString();
  }

  /** Where the longest run of at least two zero groups begins, the first of equal ones; {@link #GROUPS} for none. */
  private int longestZeros() {
    int best = GROUPS;
    int most = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zerosFrom(i);
      if (zeros > most) {
        best = i;
        most = zeros;
      }
    }
    return best;
  }

  private int zerosFrom(int group) {
    int end = group;
    while (end < GROUPS && group(end) == 0) {
      end++;
    }
    return end - group;
  }

  private int group(int i) {
    return (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
  }

  /** 4 for IPv4, 16 for IPv6. */
  int length() {
    return bytes.length;
  }

  /** False when the two are of different families. */
  boolean startsWith(IpAddress prefix, int bits) {
    if (prefix.bytes.length != bytes.length) {
      return false;
    }
    for (int i = 0; i < bits / 8; i++) {
      if (bytes[i] != prefix.bytes[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || ((bytes[bits / 8] ^ prefix.bytes[bits / 8]) & 0xff) >> (8 - rest) == 0;
  }
}
