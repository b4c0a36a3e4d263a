package io.fedics.classify.domain;

import io.fedics.shared.asset.AssetRole;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.DistinctCount;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.RoleActivity;
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
    private final DistinctCount ports = new DistinctCount();
    private long failed;

    /** Telling ports it answered on; none when any flow to it failed, or a scan would make a host what it is not. */
    List<Integer> served() {
      List<Integer> served = new ArrayList<>();
      if (failed == 0) {
        for (String port : ports.exactValues()) {
          served.add(Integer.valueOf(port));
        }
        served.removeIf(port -> !AssetRole.isTelling(port));
      }
      return served;
    }

    boolean active() {
      return active;
    }

    List<AnomalyDetected> findings() {
      return findings;
    }
  }

  void add(HostActivityPart part) {
    OfHost host = hosts.computeIfAbsent(part.host(), _ -> new OfHost());
    host.active = true;
    RoleActivity asDestination = part.asDestination();
    if (asDestination != null) {
      host.failed += asDestination.failed();
      host.ports.merge(asDestination.ports());
    }
  }

  void add(AnomalyDetected finding) {
    hosts.computeIfAbsent(finding.host(), _ -> new OfHost()).findings.add(finding);
  }

  /** In order of address. */
  SortedMap<String, OfHost> hosts() {
    return hosts;
  }
}
