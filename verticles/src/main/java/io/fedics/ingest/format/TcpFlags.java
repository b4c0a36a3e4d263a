package io.fedics.ingest.format;

/** The flag bits of RFC 9293, and how sensors write them. */
final class TcpFlags {
  static final int FIN = 0x01;
  static final int SYN = 0x02;
  static final int RST = 0x04;
  static final int PSH = 0x08;
  static final int ACK = 0x10;
  static final int URG = 0x20;
  static final int ECE = 0x40;
  static final int CWR = 0x80;

  private TcpFlags() {}

  /** As Argus and nfdump write them, {@code FSPA} or {@code .AP.S.}; other letters count nothing. */
  static int ofLetters(String text, int from, int to) {
    int flags = 0;
    for (int i = from; i < to; i++) {
      flags |= switch (text.charAt(i)) {
        case 'F' -> FIN;
        case 'S' -> SYN;
        case 'R' -> RST;
        case 'P' -> PSH;
        case 'A' -> ACK;
        case 'U' -> URG;
        case 'E' -> ECE;
        case 'C', 'W' -> CWR;
        default -> 0;
      };
    }
    return flags;
  }

  /** What of the source's flags Zeek's {@code history} tells: capitals are the source's, D (data) implies an ACK. */
  static int ofHistory(byte[] bytes, int from, int to) {
    int flags = 0;
    for (int i = from; i < to; i++) {
      flags |= switch (bytes[i]) {
        case 'S' -> SYN;
        case 'H' -> SYN | ACK;
        case 'A', 'D' -> ACK;
        case 'F' -> FIN;
        case 'R' -> RST;
        default -> 0;
      };
    }
    return flags;
  }
}
