package io.fedics.ingest.file;

/** A flow on its way through the sort. The order is total: time, then place in the list of files, then line. */
final class PackedFlow implements Comparable<PackedFlow> {
  /** What an entry costs beside its bytes: two object heads, three numbers, a place in two arrays; rounded up. */
  static final int OVERHEAD_BYTES = 80;

  private final long micros;
  private final int file;
  private final long line;
  private final byte[] bytes;

  /**
   * @param micros when observed, since 1970
   * @param file place in the list of files
   */
  PackedFlow(long micros, int file, long line, byte[] bytes) {
    this.micros = micros;
    this.file = file;
    this.line = line;
    this.bytes = bytes;
  }

  long micros() {
    return micros;
  }

  int file() {
    return file;
  }

  long line() {
    return line;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public int compareTo(PackedFlow other) {
    int byTime = Long.compare(micros, other.micros);
    if (byTime != 0) {
      return byTime;
    }
    int byFile = Integer.compare(file, other.file);
    return byFile != 0 ? byFile : Long.compare(line, other.line);
  }
}
