package io.fedics.ingest.simulate.domain;

import java.util.Arrays;
import java.util.Set;

/** What a device is, where it stands, how common it is and which TCP ports it serves. */
public enum DeviceKind {
  RTU(Zone.FIELD, 3, 0.16, 502, 20_000),
  PLC(Zone.CONTROL, 4, 0.18, 80, 502),
  HMI(Zone.CONTROL, 2, 0.05, 80, 135, 445, 3_389, 5_900),
  ENGINEERING(Zone.OPERATIONS, 2, 0.03, 135, 445, 3_389, 5_985),
  HISTORIAN(Zone.OPERATIONS, 1, 0.004, 443, 1_433, 3_389, 4_840),
  OPC_SERVER(Zone.OPERATIONS, 1, 0.004, 135, 443, 4_840),
  BROKER(Zone.OPERATIONS, 1, 0.001, 22, 1_883, 8_883),
  MONITORING(Zone.OPERATIONS, 1, 0, 22, 443, 3_000),
  BACKUP_SERVER(Zone.OPERATIONS, 1, 0, 22, 445, 873),
  JUMP_HOST(Zone.OPERATIONS, 1, 0.002, 22, 443, 3_389),
  DIRECTORY(Zone.OFFICE, 2, 0.002, 53, 88, 135, 389, 445, 464, 636),
  FILE_SERVER(Zone.OFFICE, 1, 0.004, 135, 445, 3_389, 5_985),
  MAIL_SERVER(Zone.OFFICE, 1, 0, 25, 443, 587, 993),
  PATCH_SERVER(Zone.OFFICE, 1, 0, 443, 445, 8_530),
  WEB_SERVER(Zone.OFFICE, 1, 0.002, 22, 80, 443),
  PRINTER(Zone.OFFICE, 1, 0.03, 80, 515, 9_100),
  /** All that remain. */
  OFFICE_PC(Zone.OFFICE, 4, 0, 135, 445);

  private final Zone zone;
  private final int least;
  private final double share;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<Integer> openPorts;

  DeviceKind(Zone zone, int least, double share, Integer... openPorts) {
    this.zone = zone;
    this.least = least;
    this.share = share;
    this.openPorts = Set.of(openPorts);
  }

  public Zone zone() {
    return zone;
  }

  int countOf(int devices) {
    return Math.max(least, (int) Math.round(share * devices));
  }

  boolean serves(int port) {
    return openPorts.contains(port);
  }

  /** Those of the ports that it serves; the first one when it serves none. */
  int[] servedOf(int... ports) {
    int[] served = Arrays.stream(ports).filter(this::serves).toArray();
    return served.length == 0 ? new int[] {ports[0]} : served;
  }
}
