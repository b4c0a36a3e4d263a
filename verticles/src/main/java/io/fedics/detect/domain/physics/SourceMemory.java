package io.fedics.detect.domain.physics;

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

  /** Since when it is awake: it was silent for an hour before. */
  long awakeSince;

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

  final LinkedHashMap<String, Logins> logins = new LinkedHashMap<>();
  final EventRate loginRate = new EventRate();

  /** Short logins since {@link #swept}. */
  long attempts;

  /** Requests that change a controller: over the horizons, their rate, and since {@link #swept}. */
  final RollingSum written = new RollingSum();

  final EventRate writeRate = new EventRate();

  long writes;

  final LinkedHashMap<String, Beat> beats = new LinkedHashMap<>();

  @Nullable
  Outflow outflow;

  /** To be called before a second is judged. */
  void wake(long second) {
    if (first == 0) {
      first = second;
      swept = second;
    }
    if (last == 0 || second - last > Horizon.HOUR.seconds()) {
      awakeSince = second;
    }
    last = second;
  }

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
