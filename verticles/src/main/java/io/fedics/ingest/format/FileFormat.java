package io.fedics.ingest.format;

import io.fedics.shared.config.Words;
import io.fedics.shared.error.UsageException;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The formats we read, by the names of {@code --format}. */
public enum FileFormat {
  /** Zeek's conn.log, TSV or JSON. */
  ZEEK,
  /** Suricata's EVE JSON. */
  EVE,
  /** Argus's binetflow, comma or TAB. */
  BINETFLOW,
  /** CICIDS2017, with addresses or without. */
  CICIDS2017,
  /** CICDDoS2019. */
  CICDDOS2019,
  /** UNSW-NB15, partitions and raw rows. */
  UNSW_NB15,
  /** NSL-KDD, with or without a header. */
  NSL_KDD,
  /** TON_IoT, the network's part. */
  TON_IOT,
  /** Separated columns of the usual names. */
  CSV,
  /** What {@code simulate --out} writes. */
  FEDICS;

  /** Rows of a published data set that name no time are taken to be of this one on; nobody takes it for a real one. */
  public static final Instant WITHOUT_TIME = Instant.parse("2000-01-01T00:00:00Z");

  /** As in {@code --format}. */
  public String wireName() {
    return Words.of(this);
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
          case CICIDS2017 -> new SeparatedParser(new DataSetMapping(DataSetForm.CICIDS2017));
          case CICDDOS2019 -> new SeparatedParser(new DataSetMapping(DataSetForm.CICDDOS2019));
          case UNSW_NB15 -> new SeparatedParser(new DataSetMapping(DataSetForm.UNSW_NB15));
          case NSL_KDD -> new SeparatedParser(new DataSetMapping(DataSetForm.NSL_KDD));
          case TON_IOT -> new SeparatedParser(new DataSetMapping(DataSetForm.TON_IOT));
          case CSV -> new SeparatedParser(new CsvMapping());
          case FEDICS -> new FedicsParser();
        });
  }
}
