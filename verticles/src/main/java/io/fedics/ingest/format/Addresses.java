package io.fedics.ingest.format;

import io.fedics.shared.address.IpAddress;
import java.util.Locale;

/** Texts of network addresses, so that one host has one name. */
final class Addresses {
  /** In place of a MAC address: a host, but none of the network we judge. */
  static final String MAC = "mac";

  private Addresses() {}

  /**
   * Lower case, without brackets and zone index; {@link #MAC}; or empty when it is no address. IPv6 is not
   * re-abbreviated: every sensor writes the usual form.
   */
  static String canonical(String text) {
    String plain =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    int zone = plain.indexOf('%');
    String address = (zone < 0 ? plain : plain.substring(0, zone)).toLowerCase(Locale.ROOT);
    if (isMac(address)) {
      return MAC;
    }
    return IpAddress.parse(address).isPresent() ? address : "";
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
