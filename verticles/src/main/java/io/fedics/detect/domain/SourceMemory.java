package io.fedics.detect.domain;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a host as a source of flows. It is saved field by field. Bounded: see {@link PhysicsSettings}.
 * Not thread-safe.
 */
final class SourceMemory {
  /** Epoch seconds of the first and the latest flow. */
  long first;

  long last;

  /** Up to this second nothing is learned: the host did something judged anomalous. */
  long suspectUntil;

  /** When rates were last brought up to date. */
  long swept;

  /** First message to any controller; 0 when none. */
  long firstIcs;

  /** Hosts that answered, least recently heard first. */
  final LinkedHashMap<String, Peer> peers = new LinkedHashMap<>();

  final RecentGroups silentPorts = new RecentGroups();
  final RecentGroups silentPeers = new RecentGroups();
  final RecentGroups freshPeers = new RecentGroups();
  final RecentGroups adminPeers = new RecentGroups();
  final RecentGroups freshControllers = new RecentGroups();
  final RecentGroups reservedPairs = new RecentGroups();
  final EventRate silentPortRate = new EventRate();
  final EventRate silentPeerRate = new EventRate();
  final EventRate freshPeerRate = new EventRate();
  final EventRate adminRate = new EventRate();
  final EventRate newExternalRate = new EventRate();

  final LinkedHashMap<String, RollingSum> logins = new LinkedHashMap<>();
  final EventRate loginRate = new EventRate();

  /** Short logins since {@link #swept}. */
  long attempts;

  final LinkedHashMap<String, Beat> beats = new LinkedHashMap<>();

  @Nullable
  Outflow outflow;

  boolean suspect(long second) {
    return second <= suspectUntil;
  }

  @Nullable
  Peer peer(String address) {
    return peers.get(address);
  }

  /** Chance that a normal hour brings this host a new external peer, in (0, 1]. */
  double externalNovelty() {
    double hours = newExternalRate.seconds() / 3_600;
    return 1 - Math.exp(-(0.5 / (hours + 1) + newExternalRate.perSecond() * 3_600));
  }
}
