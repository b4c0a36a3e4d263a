package io.fedics.ingest.format;

import io.fedics.shared.error.UsageException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats we read, by the names of {@code --format}. */
public enum FileFormat {
  /** Zeek's conn.log, TSV or JSON. */
  ZEEK,
  /** Suricata's EVE JSON. */
  EVE,
  /** Argus's binetflow, comma or TAB. */
  BINETFLOW,
  /** Separated columns of the usual names. */
  CSV,
  /** What {@code simulate --out} writes. */
  FEDICS;

  /** As in {@code --format}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws UsageException when there is no such format
   */
  public static FileFormat of(String wireName) {
    for (FileFormat format : values()) {
      if (format.wireName().equals(wireName)) {
        return format;
      }
    }
    String all =
        Arrays.stream(values()).map(FileFormat::wireName).collect(Collectors.joining(", "));
    throw new UsageException("--format: '" + wireName + "' (expected: auto, " + all + ")");
  }

  /** A new reader for one file. */
  public FlowReader newReader() {
    return new LineFlowReader(
        switch (this) {
          case ZEEK -> new ZeekParser();
          case EVE -> new EveParser();
          case BINETFLOW -> new SeparatedParser(new BinetflowMapping());
          case CSV -> new SeparatedParser(new CsvMapping());
          case FEDICS -> new FedicsParser();
        });
  }
}
