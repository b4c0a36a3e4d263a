package io.fedics.ingest.format;

import io.fedics.shared.address.IpAddress;

/** Texts of network addresses, so that one host has one name. */
final class Addresses {
  /** In place of a MAC address: a host, but none of the network we judge. */
  static final String MAC = "mac";

  private Addresses() {}

  /**
   * {@link IpAddress#text} of what stands here, in brackets and with a zone index or not; {@link #MAC}; or empty when it is no
   * address.
   */
  static String canonical(String text) {
    String plain =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (isMac(plain)) {
      return MAC;
    }
    return IpAddress.parse(plain).map(IpAddress::text).orElse("");
  }

  private static boolean isMac(String text) {
    if (text.length() != 17) {
      return false;
    }
    for (int i = 0; i < 17; i++) {
      char c = text.charAt(i);
      if (i % 3 == 2 ? c != ':' && c != '-' : Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
