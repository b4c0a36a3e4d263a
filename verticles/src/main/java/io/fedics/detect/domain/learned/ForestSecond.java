package io.fedics.detect.domain.learned;

import io.fedics.detect.domain.SourceFlow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the flows of a second that is not complete yet: by source what was judged, and flows that wait for the
 * second's end. Once one waits, all that come behind it do, so a second's flows are judged in the order they came in,
 * whichever were judged early. The fields are the saved state. Not thread-safe.
 */
final class ForestSecond {
  private final SortedMap<String, OfHost> hosts = new TreeMap<>();

  private final List<Waiting> waiting = new ArrayList<>();

  /** Sums of one source. */
  static final class OfHost {
    private int flows;
    private double highest;
    private int unusual;
    private int anomalies;
    private int rarer;
    private double highestWritten;
    private @Nullable SourceFlow rarestLeft;
    private double rarestLeftRaw;

    /**
     * Whether one more flow is judged.
     *
     * @param most flows judged of one source
     */
    boolean takesFlow(int most) {
      if (flows >= most) {
        return false;
      }
      flows++;
      return true;
    }

    /** Flows that were judged or wait. */
    int flows() {
      return flows;
    }

    /** Rarity of the rarest flow judged. */
    double highest() {
      return highest;
    }

    void judged(double rarity) {
      highest = Math.max(highest, rarity);
    }

    /**
     * Whether a finding about a flow is written at once. The first ones are; an anomaly also when findings that are none took
     * their places; and a flow that is rarer than all of these. Of the others the rarest is kept.
     *
     * @param raw its score
     * @param most of each
     */
    boolean takesFinding(SourceFlow flow, double raw, boolean anomaly, int most) {
      if (anomaly ? anomalies >= most : unusual + anomalies >= most) {
        if (raw > highestWritten && rarer < most) {
          rarer++;
          highestWritten = raw;
          return true;
        }
        if (raw > rarestLeftRaw) {
          rarestLeft = flow;
          rarestLeftRaw = raw;
        }
        return false;
      }
      highestWritten = Math.max(highestWritten, raw);
      if (anomaly) {
        anomalies++;
      } else {
        unusual++;
      }
      return true;
    }

    /** The rarest flow nothing was written about, when it is rarer than all that something was written about; else null. */
    @Nullable
    SourceFlow rarestLeft() {
      return rarestLeftRaw > highestWritten ? rarestLeft : null;
    }
  }

  /** A flow that waits. */
  record Waiting(String host, SourceFlow flow) {}

  OfHost host(String address) {
    return hosts.computeIfAbsent(address, _ -> new OfHost());
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  void await(String address, SourceFlow flow) {
    waiting.add(new Waiting(address, flow));
  }

  /** In the order they came in. */
  List<Waiting> waiting() {
    return Collections.unmodifiableList(waiting);
  }

  /** In order of address. */
  SortedMap<String, OfHost> hosts() {
    return Collections.unmodifiableSortedMap(hosts);
  }
}
