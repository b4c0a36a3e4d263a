package io.fedics.shared.address;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A set of address ranges: which hosts are a site's own. Remembers recent answers; not thread-safe. */
public final class Prefixes {
  /** Private, link-local, shared and loopback ranges of IPv4 and IPv6 (RFC 1918, 3927, 4193, 4291, 6598). */
  public static final String PRIVATE =
      "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,100.64.0.0/10,127.0.0.0/8,fc00::/7,fe80::/10,::1/128";

  private static final int REMEMBERED = 4_096;

  private record Prefix(IpAddress start, int bits) {}

  private final List<Prefix> prefixes = new ArrayList<>();
  private final Map<String, Boolean> recent = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  };

  /**
   * @param list comma-separated, {@code 10.0.0.0/8,2001:db8::/32}
   * @throws IllegalArgumentException naming the part that is no range
   */
  public static Prefixes of(String list) {
    var prefixes = new Prefixes();
    for (String part : list.split(",")) {
      if (!part.isBlank()) {
        prefixes.add(part.strip());
      }
    }
    return prefixes;
  }

  private void add(String range) {
    int slash = range.indexOf('/');
    String address = slash < 0 ? range : range.substring(0, slash);
    IpAddress parsed = IpAddress.parse(address)
        .orElseThrow(() ->
            new IllegalArgumentException(range + " (expected: an address range like 10.0.0.0/8)"));
    int bits = slash < 0 ? parsed.length() * 8 : bitsOf(range, slash);
    if (bits < 0 || bits > parsed.length() * 8) {
      throw new IllegalArgumentException(
          range + " (expected: a length of at most " + parsed.length() * 8 + ")");
    }
    prefixes.add(new Prefix(parsed, bits));
  }

  private static int bitsOf(String range, int slash) {
    try {
      return Integer.parseInt(range, slash + 1, range.length(), 10);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          range + " (expected: an address range like 10.0.0.0/8)", e);
    }
  }

  /** False for anything that is not an address. */
  public boolean contains(String address) {
    return recent.computeIfAbsent(address, this::matches);
  }

  private boolean matches(String address) {
    return IpAddress.parse(address)
        .map(parsed -> prefixes.stream().anyMatch(p -> parsed.startsWith(p.start, p.bits)))
        .orElse(false);
  }
}
