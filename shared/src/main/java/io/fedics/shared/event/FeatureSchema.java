package io.fedics.shared.event;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The columns data sets are known by, in the order of {@link Features#values}. A label, an address, a time or a row's number
 * is none of them.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are copies nobody can change
public enum FeatureSchema {
  /** Ten of {@link #NSL_KDD_41}. */
  NSL_KDD_10(
      "nsl-kdd/10",
      "service,flag,src_bytes,dst_bytes,count,same_srv_rate,diff_srv_rate,dst_host_srv_count,"
          + "dst_host_same_srv_rate,dst_host_same_src_port_rate",
      "service,flag"),

  /** All features of NSL-KDD. Tavallaee et al., IEEE CISDA 2009. */
  NSL_KDD_41(
      "nsl-kdd/41",
      "duration,protocol_type,service,flag,src_bytes,dst_bytes,land,wrong_fragment,urgent,hot,num_failed_logins,"
          + "logged_in,num_compromised,root_shell,su_attempted,num_root,num_file_creations,num_shells,"
          + "num_access_files,num_outbound_cmds,is_host_login,is_guest_login,count,srv_count,serror_rate,"
          + "srv_serror_rate,rerror_rate,srv_rerror_rate,same_srv_rate,diff_srv_rate,srv_diff_host_rate,"
          + "dst_host_count,dst_host_srv_count,dst_host_same_srv_rate,dst_host_diff_srv_rate,"
          + "dst_host_same_src_port_rate,dst_host_srv_diff_host_rate,dst_host_serror_rate,"
          + "dst_host_srv_serror_rate,dst_host_rerror_rate,dst_host_srv_rerror_rate",
      "protocol_type,service,flag"),

  /** The partitions' 42 features of UNSW-NB15. Moustafa and Slay, MilCIS 2015. */
  UNSW_NB15(
      "unsw-nb15",
      "dur,proto,service,state,spkts,dpkts,sbytes,dbytes,rate,sttl,dttl,sload,dload,sloss,dloss,sinpkt,dinpkt,sjit,"
          + "djit,swin,stcpb,dtcpb,dwin,tcprtt,synack,ackdat,smean,dmean,trans_depth,response_body_len,ct_srv_src,"
          + "ct_state_ttl,ct_dst_ltm,ct_src_dport_ltm,ct_dst_sport_ltm,ct_dst_src_ltm,is_ftp_login,ct_ftp_cmd,"
          + "ct_flw_http_mthd,ct_src_ltm,ct_srv_dst,is_sm_ips_ports",
      "proto,service,state"),

  /** 42 of what CICFlowMeter measures; CICIDS2017 and CICDDoS2019 have them. Sharafaldin et al., ICISSP 2018. */
  CICIDS2017_42(
      "cicids2017/42",
      "Destination Port,Flow Duration,Total Fwd Packets,Total Length of Fwd Packets,Fwd Packet Length Max,"
          + "Fwd Packet Length Min,Bwd Packet Length Max,Bwd Packet Length Min,Flow Bytes/s,Flow Packets/s,"
          + "Flow IAT Mean,Flow IAT Std,Flow IAT Min,Bwd IAT Total,Bwd IAT Std,Fwd PSH Flags,Bwd PSH Flags,"
          + "Fwd URG Flags,Bwd URG Flags,Fwd Header Length,Bwd Header Length,Bwd Packets/s,Min Packet Length,"
          + "FIN Flag Count,RST Flag Count,PSH Flag Count,ACK Flag Count,URG Flag Count,Down/Up Ratio,"
          + "Fwd Avg Bytes/Bulk,Fwd Avg Packets/Bulk,Fwd Avg Bulk Rate,Bwd Avg Bytes/Bulk,Bwd Avg Packets/Bulk,"
          + "Bwd Avg Bulk Rate,Init_Win_bytes_forward,Init_Win_bytes_backward,min_seg_size_forward,Active Mean,"
          + "Active Std,Active Max,Idle Std",
      ""),

  /** What Zeek saw of the networks of TON_IoT, without texts that name a host. Moustafa, SCS 2021. */
  TON_IOT(
      "ton-iot",
      "dst_port,proto,service,duration,src_bytes,dst_bytes,conn_state,missed_bytes,src_pkts,src_ip_bytes,dst_pkts,"
          + "dst_ip_bytes,dns_qclass,dns_qtype,dns_rcode,dns_AA,dns_RD,dns_RA,dns_rejected,ssl_version,ssl_cipher,"
          + "ssl_resumed,ssl_established,http_trans_depth,http_method,http_version,http_request_body_len,"
          + "http_response_body_len,http_status_code,http_orig_mime_types,http_resp_mime_types,weird_name,"
          + "weird_addl,weird_notice",
      "proto,service,conn_state,dns_AA,dns_RD,dns_RA,dns_rejected,ssl_version,ssl_cipher,ssl_resumed,"
          + "ssl_established,http_method,http_version,http_orig_mime_types,http_resp_mime_types,weird_name,"
          + "weird_addl,weird_notice");

  private static final Set<String> KDD_PROTOCOLS = Set.of("tcp", "udp", "icmp");

  private final String wireName;
  private final List<String> columns;
  private final List<String> words;

  FeatureSchema(String wireName, String columns, String words) {
    this.wireName = wireName;
    this.columns = List.of(columns.split(",", -1));
    this.words = words.isEmpty() ? List.of() : List.of(words.split(",", -1));
  }

  /** As in {@link Features#schema}. */
  public String wireName() {
    return wireName;
  }

  /** As the publisher writes them, in the order of the values. */
  public List<String> columns() {
    return columns;
  }

  /** The columns that hold words; all others hold numbers. */
  public List<String> words() {
    return words;
  }

  /** The schema of a record's {@link Features#schema}; empty for one we do not know. */
  public static Optional<FeatureSchema> of(String wireName) {
    return Arrays.stream(values())
        .filter(schema -> schema.wireName.equals(wireName))
        .findFirst();
  }

  /**
   * Whether a file's first line is a row of NSL-KDD, whose publisher writes no header: 41 features, then the label, in most
   * copies a difficulty.
   */
  public static boolean isNslKddRow(List<String> cells) {
    int more = cells.size() - NSL_KDD_41.columns.size();
    return more >= 0
        && more <= 2
        && KDD_PROTOCOLS.contains(cells.get(1).strip().toLowerCase(Locale.ROOT));
  }
}
