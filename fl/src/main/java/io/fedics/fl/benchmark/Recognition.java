package io.fedics.fl.benchmark;

import io.fedics.shared.event.FeatureSchema;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which benchmark a file belongs to, by its first line. */
public final class Recognition {
  /** Columns that name a benchmark, the narrower first: CICDDoS2019 has all columns of CICIDS2017. */
  private static final Map<String, List<String>> MARKS = new LinkedHashMap<>();

  static {
    MARKS.put(ProcessBenchmark.NAME, List.of("datetime", "l_t1", "p_j280"));
    MARKS.put("ton-iot", List.of("conn_state", "dns_qclass", "type"));
    MARKS.put("unsw-nb15", List.of("ct_state_ttl", "sttl"));
    MARKS.put("cicddos2019", List.of("simillarhttp", "flow duration", "label"));
    MARKS.put("cicids2017", List.of("flow duration", "init_win_bytes_forward", "label"));
    MARKS.put("nsl-kdd", List.of("protocol_type", "dst_host_srv_count", "label"));
    MARKS.put("nsl-kdd-10", List.of("dst_host_same_src_port_rate", "same_srv_rate", "label"));
  }

  private Recognition() {}

  /**
   * The benchmark of a file; {@code nsl-kdd} also for one of its form without a header.
   *
   * @throws io.fedics.shared.error.UsageException when the file cannot be read
   */
  public static Optional<String> of(Path file) {
    List<String> first = Table.firstLine(file);
    Set<String> names = new TreeSet<>();
    first.forEach(cell -> names.add(cell.trim().toLowerCase(Locale.ROOT)));
    for (Map.Entry<String, List<String>> mark : MARKS.entrySet()) {
      if (names.containsAll(mark.getValue())) {
        return Optional.of(mark.getKey());
      }
    }
    return FeatureSchema.isNslKddRow(first) ? Optional.of("nsl-kdd") : Optional.empty();
  }
}
