package io.fedics.ingest.format;

import io.fedics.shared.event.FeatureSchema;
import java.util.List;
import java.util.stream.Stream;

/** How the files of each data set look. The one with more columns stands before the one that lacks some. */
enum DataSetForm {
  /** All columns of CICIDS2017 and two more. */
  CICDDOS2019(FeatureSchema.CICIDS2017_42, "CICDDoS2019"),
  CICIDS2017(FeatureSchema.CICIDS2017_42, "CICIDS2017"),
  UNSW_NB15(FeatureSchema.UNSW_NB15, "UNSW-NB15"),
  TON_IOT(FeatureSchema.TON_IOT, "TON_IoT network"),
  NSL_KDD(FeatureSchema.NSL_KDD_10, "NSL-KDD");

  /** Only CICDDoS2019 has it, spelled so. */
  private static final String MARK_OF_CICDDOS = "simillarhttp";

  /** The raw rows come without a header. */
  private static final List<String> UNSW_RAW = List.of(
      ("srcip,sport,dstip,dsport,proto,state,dur,sbytes,dbytes,sttl,dttl,sloss,dloss,service,Sload,Dload,Spkts,Dpkts,"
              + "swin,dwin,stcpb,dtcpb,smeansz,dmeansz,trans_depth,res_bdy_len,Sjit,Djit,Stime,Ltime,Sintpkt,"
              + "Dintpkt,tcprtt,synack,ackdat,is_sm_ips_ports,ct_state_ttl,ct_flw_http_mthd,is_ftp_login,"
              + "ct_ftp_cmd,ct_srv_src,ct_srv_dst,ct_dst_ltm,ct_src_ltm,ct_src_dport_ltm,ct_dst_sport_ltm,"
              + "ct_dst_src_ltm,attack_cat,Label")
          .split(",", -1));

  private static final List<String> KDD_ROW = Stream.concat(
          FeatureSchema.NSL_KDD_41.columns().stream(), Stream.of("label", "difficulty"))
      .toList();

  private final FeatureSchema schema;
  private final String publishedName;

  DataSetForm(FeatureSchema schema, String publishedName) {
    this.schema = schema;
    this.publishedName = publishedName;
  }

  FeatureSchema schema() {
    return schema;
  }

  /** As in sentences. */
  String title() {
    return publishedName + " with the columns of " + schema.wireName();
  }

  /** As flows say what recorded them: {@code cicids2017}. */
  String sensor() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** What the columns tell of a flow. */
  Columns columns() {
    Columns usual = CsvMapping.usualColumns();
    return this == NSL_KDD
        ? usual.with(Field.PROTOCOL, "protocol_type").with(Field.STATE, "flag")
        : usual;
  }

  /** Whether times are of the capture's own place, 12 hours without AM and PM. */
  boolean isLocalClock() {
    return this == CICIDS2017;
  }

  /** Whether its rows were made by CICFlowMeter. */
  boolean isOfCicFlowMeter() {
    return schema == FeatureSchema.CICIDS2017_42;
  }

  /** Whether the first line is a row of a file that has no header. */
  boolean isRow(List<String> first) {
    return switch (this) {
      case NSL_KDD -> FeatureSchema.isNslKddRow(first);
      case UNSW_NB15 ->
        first.size() == UNSW_RAW.size() && isAddress(first, 0) && isAddress(first, 2);
      case CICDDOS2019, CICIDS2017, TON_IOT -> false;
    };
  }

  private static boolean isAddress(List<String> cells, int column) {
    return !Addresses.canonical(cells.get(column).strip()).isEmpty();
  }

  /** Names of the cells of such a row. */
  List<String> namesOfRow(List<String> first) {
    return this == NSL_KDD ? KDD_ROW.subList(0, first.size()) : UNSW_RAW;
  }

  /** Whether a header has all it takes. */
  boolean isHeader(List<String> header) {
    return isMarked(header) && FeatureColumns.of(schema, header).missing().isEmpty();
  }

  /** Whether a header has at least half of the columns: of a file that lacks some. */
  boolean isNearly(List<String> header) {
    int missing = FeatureColumns.of(schema, header).missing().size();
    return isMarked(header) && 2 * missing <= schema.columns().size();
  }

  private boolean isMarked(List<String> header) {
    return this != CICDDOS2019
        || header.stream().map(Columns::plain).anyMatch(MARK_OF_CICDDOS::equals);
  }
}
