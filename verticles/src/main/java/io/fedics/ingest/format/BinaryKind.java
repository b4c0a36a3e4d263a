package io.fedics.ingest.format;

import java.util.Locale;

/** What a file that is not UTF-8 text looks like. */
final class BinaryKind {
  private record Magic(String hex, String kind) {}

  /** First bytes, as the formats' own definitions give them. */
  private static final Magic[] KNOWN = {
    new Magic("d4c3b2a1", "a packet capture (pcap)"),
    new Magic("a1b2c3d4", "a packet capture (pcap)"),
    new Magic("4d3cb2a1", "a packet capture (pcap)"),
    new Magic("a1b23c4d", "a packet capture (pcap)"),
    new Magic("0a0d0d0a", "a packet capture (pcapng)"),
    new Magic("0ca5", "a binary file of nfdump"),
    new Magic("a50c", "a binary file of nfdump"),
    new Magic("504b0304", "a ZIP archive"),
    new Magic("50415231", "a Parquet file"),
    new Magic("fd377a585a00", "an xz archive"),
    new Magic("28b52ffd", "a zstd archive"),
    new Magic("425a68", "a bzip2 archive"),
    new Magic("1f8b", "gzip within gzip"),
    new Magic("53514c69746520", "an SQLite database"),
    new Magic("fffe", "UTF-16 text"),
    new Magic("feff", "UTF-16 text")
  };

  private static final int LOOKED_AT = 4096;

  private BinaryKind() {}

  /** Empty when it may be text. */
  static String of(byte[] head) {
    for (Magic magic : KNOWN) {
      if (startsWith(head, magic.hex)) {
        return magic.kind;
      }
    }
    return isBinary(head) ? "a binary file" : "";
  }

  private static boolean startsWith(byte[] head, String hex) {
    if (head.length < hex.length() / 2) {
      return false;
    }
    for (int i = 0; i < hex.length() / 2; i++) {
      if (!String.format(Locale.ROOT, "%02x", head[i]).equals(hex.substring(2 * i, 2 * i + 2))) {
        return false;
      }
    }
    return true;
  }

  /** More than one control character in a hundred: text has tabs and line ends only. */
  private static boolean isBinary(byte[] head) {
    int length = Math.min(head.length, LOOKED_AT);
    int control = 0;
    for (int i = 0; i < length; i++) {
      byte b = head[i];
      control += (b >= 0 && b < 0x20 && b != '\t' && b != '\n' && b != '\r') ? 1 : 0;
    }
    return control * 100 > length;
  }
}
