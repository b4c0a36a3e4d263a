package io.fedics.fl.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a table people know looks like: its columns, and which of them would give the answer away.
 *
 * @param name for {@code --benchmark}
 * @param header of a file that has none; empty when its first line has it
 * @param only the columns wanted; empty means all that are left
 * @param dropped columns that name a host, a time, a row or the answer
 * @param words columns of words; the rest are numbers
 * @param classColumn the kind of attack
 * @param normal how that column says there is none
 * @param published rows the publisher states, by file name, for the checklist
 * @param files training files below the folder of test data
 * @param multi whether the kinds are told apart as well
 * @param unseen whether its tests hold kinds of attack that its training files lack
 */
public record DataSet(
    String name,
    List<String> header,
    List<String> only,
    Set<String> dropped,
    List<String> words,
    String classColumn,
    Set<String> normal,
    List<Published> published,
    List<String> files,
    boolean multi,
    boolean unseen) {

  /** Rows of a file as its publisher counts them. */
  public record Published(String file, long rows) {}

  private static final List<String> KDD = List.of(
      ("duration,protocol_type,service,flag,src_bytes,dst_bytes,land,wrong_fragment,urgent,hot,num_failed_logins,"
              + "logged_in,num_compromised,root_shell,su_attempted,num_root,num_file_creations,num_shells,"
              + "num_access_files,num_outbound_cmds,is_host_login,is_guest_login,count,srv_count,serror_rate,"
              + "srv_serror_rate,rerror_rate,srv_rerror_rate,same_srv_rate,diff_srv_rate,srv_diff_host_rate,"
              + "dst_host_count,dst_host_srv_count,dst_host_same_srv_rate,dst_host_diff_srv_rate,"
              + "dst_host_same_src_port_rate,dst_host_srv_diff_host_rate,dst_host_serror_rate,"
              + "dst_host_srv_serror_rate,dst_host_rerror_rate,dst_host_srv_rerror_rate,label,difficulty")
          .split(",", -1));

  private static final List<Published> KDD_ROWS = List.of(
      new Published("KDDTrain+", 125_973),
      new Published("KDDTrain+_20Percent", 25_192),
      new Published("KDDTest+", 22_544),
      new Published("KDDTest-21", 11_850));

  private static final DataSet NSL_KDD = new DataSet(
      "nsl-kdd",
      KDD,
      List.of(),
      Set.of("difficulty"),
      List.of("protocol_type", "service", "flag"),
      "label",
      Set.of("normal"),
      KDD_ROWS,
      List.of("nsl-kdd/KDDTrain+.txt.gz"),
      false,
      true);

  private static final DataSet NSL_KDD_10 = new DataSet(
      "nsl-kdd-10",
      KDD,
      List.of(
          "src_bytes",
          "dst_bytes",
          "count",
          "same_srv_rate",
          "diff_srv_rate",
          "dst_host_srv_count",
          "dst_host_same_srv_rate",
          "dst_host_same_src_port_rate",
          "service",
          "flag"),
      Set.of(),
      List.of("service", "flag"),
      "label",
      Set.of("normal"),
      KDD_ROWS,
      NSL_KDD.files,
      false,
      true);

  private static final DataSet UNSW = new DataSet(
      "unsw-nb15",
      List.of(),
      List.of(),
      Set.of("id", "label"),
      List.of("proto", "service", "state"),
      "attack_cat",
      Set.of("normal", ""),
      List.of(new Published("official-train", 175_341), new Published("official-test", 82_332)),
      List.of("unsw-nb15/UNSW_NB15_official-test_part-dev.csv.gz"),
      true,
      false);

  private static final List<String> CICIDS_42 = List.of(
      ("Destination Port,Flow Duration,Total Fwd Packets,Total Length of Fwd Packets,Fwd Packet Length Max,"
              + "Fwd Packet Length Min,Bwd Packet Length Max,Bwd Packet Length Min,Flow Bytes/s,Flow Packets/s,"
              + "Flow IAT Mean,Flow IAT Std,Flow IAT Min,Bwd IAT Total,Bwd IAT Std,Fwd PSH Flags,Bwd PSH Flags,"
              + "Fwd URG Flags,Bwd URG Flags,Fwd Header Length,Bwd Header Length,Bwd Packets/s,Min Packet Length,"
              + "FIN Flag Count,RST Flag Count,PSH Flag Count,ACK Flag Count,URG Flag Count,Down/Up Ratio,"
              + "Fwd Avg Bytes/Bulk,Fwd Avg Packets/Bulk,Fwd Avg Bulk Rate,Bwd Avg Bytes/Bulk,Bwd Avg Packets/Bulk,"
              + "Bwd Avg Bulk Rate,Init_Win_bytes_forward,Init_Win_bytes_backward,min_seg_size_forward,Active Mean,"
              + "Active Std,Active Max,Idle Std")
          .split(",", -1));

  private static final DataSet CICIDS = new DataSet(
      "cicids2017",
      List.of(),
      CICIDS_42,
      Set.of(),
      List.of(),
      "Label",
      Set.of("benign"),
      List.of(),
      List.of("cicids2017/cic_ids2017_multiclass_part-dev.csv.gz"),
      true,
      false);

  private static final DataSet TON_IOT = new DataSet(
      "ton-iot",
      List.of(),
      List.of(),
      Set.of(
          "src_ip",
          "dst_ip",
          "src_port",
          "label",
          "ts",
          "dns_query",
          "ssl_subject",
          "ssl_issuer",
          "http_uri",
          "http_user_agent"),
      List.of(
          "proto",
          "service",
          "conn_state",
          "dns_aa",
          "dns_rd",
          "dns_ra",
          "dns_rejected",
          "ssl_version",
          "ssl_cipher",
          "ssl_resumed",
          "ssl_established",
          "http_method",
          "http_version",
          "http_orig_mime_types",
          "http_resp_mime_types",
          "weird_name",
          "weird_addl",
          "weird_notice"),
      "type",
      Set.of("normal"),
      List.of(new Published("Train_Test_Network", 211_043)),
      List.of("ton-iot/Train_Test_Network_part-dev.csv.gz"),
      true,
      false);

  private static final DataSet CICDDOS = new DataSet(
      "cicddos2019",
      List.of(),
      List.of(),
      Set.of(
          "unnamed: 0",
          "flow id",
          "source ip",
          "source port",
          "destination ip",
          "destination port",
          "timestamp",
          "simillarhttp",
          "inbound",
          "fwd header length.1"),
      List.of(),
      "Label",
      Set.of("benign"),
      List.of(),
      List.of(
          "cicddos2019/DrDoS_DNS.csv.gz",
          "cicddos2019/DrDoS_NTP.csv.gz",
          "cicddos2019/DrDoS_NetBIOS.csv"),
      false,
      true);

  private static final List<DataSet> ALL =
      List.of(NSL_KDD, NSL_KDD_10, UNSW, CICIDS, TON_IOT, CICDDOS);

  public DataSet {
    header = List.copyOf(header);
    only = List.copyOf(only);
    dropped = Set.copyOf(dropped);
    words = List.copyOf(words);
    normal = Set.copyOf(normal);
    published = List.copyOf(published);
    files = List.copyOf(files);
  }

  public static Optional<DataSet> find(String name) {
    return ALL.stream().filter(set -> set.name.equals(name)).findFirst();
  }

  /** Names for {@code --benchmark}. */
  public static List<String> names() {
    return ALL.stream().map(DataSet::name).toList();
  }

  /** The features of a file, numbers and words apart, in the file's or the wanted order. */
  List<String> features(Table table, boolean word) {
    List<String> wanted = only.isEmpty() ? table.names() : only;
    return wanted.stream()
        .distinct()
        .filter(name -> !isDropped(name) && isWord(name) == word)
        .toList();
  }

  private boolean isDropped(String name) {
    return dropped.contains(name.toLowerCase(Locale.ROOT)) || name.equalsIgnoreCase(classColumn);
  }

  private boolean isWord(String name) {
    return words.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * One spelling of a class: trimmed, the broken dash of the web attacks as a hyphen, plurals that files differ in as one;
   * {@code normal} for no attack.
   */
  String className(String cell) {
    String trimmed = cell.trim();
    if (normal.contains(trimmed.toLowerCase(Locale.ROOT))) {
      return NORMAL;
    }
    String plain =
        trimmed.replaceAll("\\s*[\\u0096\\u2013\\uFFFD?]+\\s*", " - ").replaceAll("\\s+", " ");
    return plain.equals("Backdoors") ? "Backdoor" : plain;
  }

  /** The class that is no attack. */
  static final String NORMAL = "normal";
}
