package io.fedics.classify.domain;

import io.fedics.shared.event.AnomalyDetected;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who was active and who was accused in one open second; the fields are the saved state. */
final class SecondFindings {
  private final SortedMap<String, OfHost> hosts = new TreeMap<>();

  /** One host. */
  static final class OfHost {
    private boolean active;
    private final List<AnomalyDetected> findings = new ArrayList<>();

    boolean active() {
      return active;
    }

    List<AnomalyDetected> findings() {
      return findings;
    }
  }

  void sawActive(String host) {
    hosts.computeIfAbsent(host, _ -> new OfHost()).active = true;
  }

  void add(AnomalyDetected finding) {
    hosts.computeIfAbsent(finding.host(), _ -> new OfHost()).findings.add(finding);
  }

  /** In order of address. */
  SortedMap<String, OfHost> hosts() {
    return hosts;
  }
}
