package io.fedics.detect.domain;

import java.util.Set;

/** Ports and addresses with a meaning everybody knows (IANA registries; vendors' manuals for the plant protocols). */
public final class WellKnown {
  /** Discovery, time and plant services above the reserved ports that answer from their own port. */
  private static final Set<Integer> SERVICES =
      Set.of(1_900, 2_222, 3_702, 4_840, 5_353, 5_355, 20_000, 34_962, 34_964, 44_818, 47_808);

  /** Remote shells, desktops, file shares and management: what an intruder moves by. */
  private static final Set<Integer> ADMIN =
      Set.of(22, 23, 135, 139, 445, 512, 513, 514, 3_389, 4_899, 5_900, 5_901, 5_985, 5_986);

  /** Services that ask for a password. */
  private static final Set<Integer> LOGIN = Set.of(
      21, 22, 23, 389, 636, 990, 1_433, 1_521, 2_323, 3_306, 3_389, 5_432, 5_900, 5_901, 5_902,
      5_985, 5_986, 6_379);

  /** Services that open short connections all day, so only a refused or very short one is an attempt. */
  private static final Set<Integer> BUSY_LOGIN = Set.of(110, 139, 143, 445, 465, 587, 993, 995);

  private static final Set<String> BUSY_SERVICES = Set.of("smb", "imap", "pop3");

  private static final Set<Integer> WEB = Set.of(80, 443, 8_000, 8_080, 8_443);

  private static final Set<String> LOGIN_SERVICES =
      Set.of("ssh", "ftp", "telnet", "rdp", "vnc", "rfb", "ldap", "mysql", "winrm");
  private static final Set<String> ADMIN_SERVICES =
      Set.of("ssh", "telnet", "rdp", "smb", "vnc", "rfb", "winrm", "dce_rpc", "rlogin");

  /** Pairs of reserved ports that talk to each other by design. */
  private static final Set<Integer> SYMMETRIC = Set.of(
      20, 53, 67, 68, 123, 137, 138, 161, 162, 179, 319, 320, 427, 500, 514, 520, 521, 546, 547,
      646);

  private WellKnown() {}

  static boolean services(int port) {
    return SERVICES.contains(port);
  }

  public static boolean admin(int port, String service) {
    return ADMIN.contains(port) || ADMIN_SERVICES.contains(service);
  }

  public static boolean login(int port, String service) {
    return LOGIN.contains(port) || LOGIN_SERVICES.contains(service);
  }

  public static boolean busyLogin(int port, String service) {
    return BUSY_LOGIN.contains(port) || BUSY_SERVICES.contains(service);
  }

  public static boolean web(int port, String service) {
    return WEB.contains(port) || service.equals("http");
  }

  public static boolean symmetric(int port) {
    return SYMMETRIC.contains(port);
  }

  /** Time keeping is regular by nature, and pools change servers. */
  public static boolean time(int port) {
    return port == 123;
  }

  /** Multicast and broadcast addresses: nobody in particular. */
  public static boolean multicast(String address) {
    if (address.startsWith("ff") && address.indexOf(':') > 0) {
      return true;
    }
    int dot = address.indexOf('.');
    if (dot < 0 || dot > 3 || address.indexOf(':') >= 0) {
      return false;
    }
    if (address.endsWith(".255") || address.equals("0.0.0.0")) {
      return true;
    }
    int first = 0;
    for (int i = 0; i < dot; i++) {
      first = first * 10 + Character.digit(address.charAt(i), 10);
    }
    return first >= 224 && first <= 239;
  }
}
