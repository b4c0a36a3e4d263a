package io.fedics.fl.model.record;

import io.fedics.shared.event.FeatureSchema;
import io.fedics.shared.event.Features;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tables whose records are judged by a model of their own. A column counts whatever its case and the blanks around it. */
@SuppressWarnings("ImmutableEnumChecker") // a list that nothing changes
public enum RecordTable {
  /** Ten columns of NSL-KDD. */
  NSL_KDD_10(
      FeatureSchema.NSL_KDD_10,
      "nsl-kdd-10",
      "threat",
      "duration,protocol_type,land,wrong_fragment,urgent,hot,num_failed_logins,logged_in,"
          + "num_compromised,root_shell,su_attempted,num_root,num_file_creations,num_shells,"
          + "num_access_files,num_outbound_cmds,is_host_login,is_guest_login,srv_count,serror_rate,"
          + "srv_serror_rate,rerror_rate,srv_rerror_rate,srv_diff_host_rate,dst_host_count,"
          + "dst_host_diff_srv_rate,dst_host_srv_diff_host_rate,dst_host_serror_rate,"
          + "dst_host_srv_serror_rate,dst_host_rerror_rate,dst_host_srv_rerror_rate,label,class,"
          + "attack,difficulty"),
  /** The partitions of UNSW-NB15. */
  UNSW_NB15(FeatureSchema.UNSW_NB15, "unsw-nb15", "forest", "id,attack_cat,label"),
  /** 42 columns of CICIDS2017; CICDDoS2019 has them and a few more. */
  CICIDS2017_42(
      FeatureSchema.CICIDS2017_42,
      "cicids2017",
      "attack",
      "Total Backward Packets,Total Length of Bwd Packets,Fwd Packet Length Mean,"
          + "Fwd Packet Length Std,Bwd Packet Length Mean,Bwd Packet Length Std,Flow IAT Max,"
          + "Fwd IAT Total,Fwd IAT Mean,Fwd IAT Std,Fwd IAT Max,Fwd IAT Min,Bwd IAT Mean,"
          + "Bwd IAT Max,Bwd IAT Min,Fwd Packets/s,Max Packet Length,Packet Length Mean,"
          + "Packet Length Std,Packet Length Variance,SYN Flag Count,CWE Flag Count,ECE Flag Count,"
          + "Average Packet Size,Avg Fwd Segment Size,Avg Bwd Segment Size,Fwd Header Length.1,"
          + "Subflow Fwd Packets,Subflow Fwd Bytes,Subflow Bwd Packets,Subflow Bwd Bytes,"
          + "act_data_pkt_fwd,Active Min,Idle Mean,Idle Max,Idle Min,Label,Flow ID,Source IP,"
          + "Source Port,Destination IP,Protocol,Timestamp,"
          + "SimillarHTTP,Inbound,Unnamed: 0");

  private static final String REPEATED = "fwd header length";

  private final FeatureSchema schema;
  private final String dataSet;
  private final String role;
  private final List<String> others;

  RecordTable(FeatureSchema schema, String dataSet, String role, String others) {
    this.schema = schema;
    this.dataSet = dataSet;
    this.role = role;
    this.others = List.of(others.split(",", -1));
  }

  public FeatureSchema schema() {
    return schema;
  }

  /** As {@code features.schema} names it. */
  public String wireName() {
    return schema.wireName();
  }

  /** What the model that judges such records is active as: {@code threat}, {@code forest}, {@code attack}. */
  public String role() {
    return role;
  }

  /** Whether the published table has such a column, one that no model reads among them: a label, say. */
  public boolean knows(String column) {
    String key = key(column);
    return schema.columns().stream().anyMatch(it -> key(it).equals(key))
        || others.stream().anyMatch(it -> key(it).equals(key));
  }

  /** The table of {@code features.schema}; empty when no model is meant for it. */
  public static Optional<RecordTable> of(String wireName) {
    return Arrays.stream(values())
        .filter(table -> table.wireName().equals(wireName))
        .findFirst();
  }

  /** The table that a model in this role judges. */
  public static Optional<RecordTable> ofRole(String role) {
    return Arrays.stream(values()).filter(table -> table.role.equals(role)).findFirst();
  }

  /** The table that a data set's model judges, by the name of {@code train} and {@code evaluate}. */
  public static Optional<RecordTable> ofDataSet(String name) {
    return Arrays.stream(values()).filter(table -> table.dataSet.equals(name)).findFirst();
  }

  /**
   * The names of a file's first line, each once: the publisher's own files of CICIDS2017 name {@code Fwd Header Length}
   * twice, and the second has the name that pandas gives it.
   */
  public static List<String> named(List<String> header) {
    List<String> names = new ArrayList<>(header);
    List<String> keys = header.stream().map(RecordTable::key).toList();
    int last = keys.lastIndexOf(REPEATED);
    if (keys.indexOf(REPEATED) != last) {
      names.set(last, names.get(last) + ".1");
    }
    return names;
  }

  /** How a column is compared. */
  static String key(String column) {
    return column.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Cells by column.
   *
   * @throws RecordRefusedException when there are not as many values as columns
   */
  Map<String, String> cells(Features features) {
    List<String> columns = schema.columns();
    if (features.values().size() != columns.size()) {
      throw new RecordRefusedException(
          "features: %d values of %s (expected: %d)"
              .formatted(features.values().size(), wireName(), columns.size()),
          List.of());
    }
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      cells.put(columns.get(i), features.values().get(i));
    }
    return cells;
  }
}
