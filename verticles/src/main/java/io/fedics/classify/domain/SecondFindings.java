package io.fedics.classify.domain;

import io.fedics.shared.asset.AssetRole;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.DistinctCount;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostsScored;
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
    private Evidence.Activity activity = Evidence.Activity.NONE;

    /** Judgements by learned detector. */
    private final SortedMap<String, Long> judged = new TreeMap<>();

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

    Evidence.Activity activity() {
      return activity;
    }

    SortedMap<String, Long> judged() {
      return judged;
    }
  }

  void add(HostActivityPart part) {
    OfHost host = hosts.computeIfAbsent(part.host(), _ -> new OfHost());
    host.active = true;
    host.activity = host.activity.plus(activity(part));
    RoleActivity asDestination = part.asDestination();
    if (asDestination != null) {
      host.failed += asDestination.failed();
      host.ports.merge(asDestination.ports());
    }
  }

  private static Evidence.Activity activity(HostActivityPart part) {
    RoleActivity out = part.asSource();
    RoleActivity in = part.asDestination();
    return new Evidence.Activity(
        out == null ? 0 : out.flows(),
        out == null ? 0 : out.failed(),
        in == null ? 0 : in.flows(),
        in == null ? 0 : in.failed(),
        part.icsReads(),
        part.icsWrites());
  }

  /**
   * Whom a learned detector judged: what chance would have found is reckoned from it. A host is in one partition, so what comes
   * again says the same.
   */
  void add(HostsScored scored) {
    for (int i = 0; i < scored.hosts().size(); i++) {
      long judgements = scored.count().get(i);
      if (judgements > 0) {
        hosts
            .computeIfAbsent(scored.hosts().get(i), _ -> new OfHost())
            .judged
            .put(scored.detector(), judgements);
      }
    }
  }

  /** The same finding again changes nothing: a detector that reads again may write it at another place. */
  void add(AnomalyDetected finding) {
    List<AnomalyDetected> known = hosts.computeIfAbsent(finding.host(), _ -> new OfHost()).findings;
    if (known.stream().noneMatch(it -> it.eventId().equals(finding.eventId()))) {
      known.add(finding);
    }
  }

  /** In order of address. */
  SortedMap<String, OfHost> hosts() {
    return hosts;
  }
}
