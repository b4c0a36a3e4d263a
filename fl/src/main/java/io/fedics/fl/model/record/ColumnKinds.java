package io.fedics.fl.model.record;

import io.fedics.shared.event.FeatureSchema;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the columns of numbers of published tables may hold: the one place that knows it, for files to fit on and to judge by
 * as for records. As the publishers' files have it, where these break their own descriptions too: CICFlowMeter writes −1 for
 * no window, sums header lengths in 32 bits, and takes times from packets that are not in order.
 */
public final class ColumnKinds {
  private static final Set<String> UNSW_NOT_WHOLE = Set.of(
      "rate", "sload", "dload", "sinpkt", "dinpkt", "sjit", "djit", "tcprtt", "synack", "ackdat");

  /** By schema, as columns are compared; asked for each cell of each record. */
  private static final Map<FeatureSchema, Set<String>> KEYS = Stream.of(FeatureSchema.values())
      .collect(Collectors.toUnmodifiableMap(
          schema -> schema,
          schema -> schema.columns().stream().map(RecordTable::key).collect(Collectors.toSet())));

  private ColumnKinds() {}

  /**
   * @param schema whose publisher's files have the column; it need not be one of {@link FeatureSchema#columns}
   * @param column of numbers, whatever its case and the blanks around it
   * @return {@link NumberKind#OTHER} for a column nothing is known of
   */
  public static NumberKind of(FeatureSchema schema, String column) {
    String key = RecordTable.key(column);
    return switch (schema) {
      case NSL_KDD_10, NSL_KDD_41 -> nslKdd(key);
      case UNSW_NB15 -> unswNb15(key);
      case CICIDS2017_42 -> cicFlowMeter(key);
      case TON_IOT -> tonIot(key);
    };
  }

  private static NumberKind nslKdd(String key) {
    if (key.equals("duration")) {
      return NumberKind.SECONDS;
    }
    return key.endsWith("_rate") ? NumberKind.SHARE : countIfOf(FeatureSchema.NSL_KDD_41, key);
  }

  private static NumberKind unswNb15(String key) {
    if (key.equals("dur")) {
      return NumberKind.SECONDS;
    }
    return UNSW_NOT_WHOLE.contains(key)
        ? NumberKind.NOT_NEGATIVE
        : countIfOf(FeatureSchema.UNSW_NB15, key);
  }

  private static NumberKind tonIot(String key) {
    return switch (key) {
      case "duration" -> NumberKind.SECONDS;
      case "dst_port" -> NumberKind.PORT;
      default -> countIfOf(FeatureSchema.TON_IOT, key);
    };
  }

  private static NumberKind countIfOf(FeatureSchema schema, String key) {
    return KEYS.getOrDefault(schema, Set.of()).contains(key) ? NumberKind.COUNT : NumberKind.OTHER;
  }

  /** Also what CICIDS2017 and CICDDoS2019 have beside the 42. */
  private static NumberKind cicFlowMeter(String key) {
    return switch (key) {
      case "destination port" -> NumberKind.PORT;
      case "flow duration" -> NumberKind.MICROS;
      case "flow bytes/s", "flow packets/s", "fwd packets/s", "bwd packets/s" -> NumberKind.RATE;
      case "flow iat min",
          "fwd header length",
          "fwd header length.1",
          "bwd header length",
          "init_win_bytes_forward",
          "init_win_bytes_backward",
          "min_seg_size_forward" -> NumberKind.WHOLE;
      case "protocol",
          "total fwd packets",
          "total backward packets",
          "total length of fwd packets",
          "total length of bwd packets",
          "fwd packet length max",
          "fwd packet length min",
          "bwd packet length max",
          "bwd packet length min",
          "min packet length",
          "max packet length",
          "fwd psh flags",
          "bwd psh flags",
          "fwd urg flags",
          "bwd urg flags",
          "fin flag count",
          "syn flag count",
          "rst flag count",
          "psh flag count",
          "ack flag count",
          "urg flag count",
          "cwe flag count",
          "ece flag count",
          "act_data_pkt_fwd" -> NumberKind.COUNT;
      case "fwd packet length mean",
          "fwd packet length std",
          "bwd packet length mean",
          "bwd packet length std",
          "packet length mean",
          "packet length std",
          "packet length variance",
          "average packet size",
          "avg fwd segment size",
          "avg bwd segment size",
          "down/up ratio",
          "flow iat std",
          "fwd iat std",
          "fwd iat total",
          "bwd iat std",
          "bwd iat total",
          "fwd avg bytes/bulk",
          "fwd avg packets/bulk",
          "fwd avg bulk rate",
          "bwd avg bytes/bulk",
          "bwd avg packets/bulk",
          "bwd avg bulk rate",
          "subflow fwd packets",
          "subflow fwd bytes",
          "subflow bwd packets",
          "subflow bwd bytes",
          "active mean",
          "active std",
          "active max",
          "active min",
          "idle mean",
          "idle std",
          "idle max",
          "idle min" -> NumberKind.NOT_NEGATIVE;
      default -> NumberKind.OTHER;
    };
  }
}
