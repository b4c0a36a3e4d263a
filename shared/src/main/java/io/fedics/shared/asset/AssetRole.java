package io.fedics.shared.asset;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What a host is likely to be, by the ports it answers on. A guess: a gateway that speaks Modbus counts as a controller.
 *
 * <p>Source of ports: IANA service names and port numbers; CISA icsnpp and Zeek's protocol list for industrial ones.
 */
public enum AssetRole {
  CONTROLLER("PLC"),
  DATA_SERVER("data server"),
  DATABASE("database"),
  DIRECTORY("directory"),
  WORKSTATION("workstation"),
  UNKNOWN("");

  private static final Map<Integer, AssetRole> BY_PORT = new HashMap<>();

  static {
    // S7, Modbus, IEC 104, FINS, GE SRTP, DNP3, PROFINET, EtherNet/IP, BACnet
    say(CONTROLLER, 102, 502, 2_404, 9_600, 18_245, 20_000, 34_962, 34_963, 34_964, 44_818, 47_808);
    // OPC UA, OSIsoft PI
    say(DATA_SERVER, 4_840, 5_450);
    // SQL Server, Oracle, MySQL, PostgreSQL
    say(DATABASE, 1_433, 1_521, 3_306, 5_432);
    // Kerberos, LDAP
    say(DIRECTORY, 88, 389, 636);
    // RDP, VNC
    say(WORKSTATION, 3_389, 5_900);
  }

  private final String word;

  AssetRole(String word) {
    this.word = word;
  }

  private static void say(AssetRole role, int... ports) {
    for (int port : ports) {
      BY_PORT.put(port, role);
    }
  }

  /** As in a sentence: {@code PLC}; empty when unknown. */
  public String word() {
    return word;
  }

  /** True when answering on this port says what a host is. */
  public static boolean isTelling(int port) {
    return BY_PORT.containsKey(port);
  }

  /** The first role, in the order above, that one of the ports tells of. */
  public static AssetRole ofPorts(Collection<Integer> ports) {
    AssetRole best = UNKNOWN;
    for (int port : ports) {
      AssetRole role = BY_PORT.getOrDefault(port, UNKNOWN);
      best = role.compareTo(best) < 0 ? role : best;
    }
    return best;
  }
}
