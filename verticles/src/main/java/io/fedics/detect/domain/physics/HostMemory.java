package io.fedics.detect.domain.physics;

import java.util.TreeMap;

/** What is remembered of a host's activity, as source and as destination. Not thread-safe. */
final class HostMemory {
  private static final int MOST_SERVERS = 64;

  /** Epoch seconds of the first and the latest activity; {@code first} 0 before any. */
  long first;

  long last;

  /** Up to this second nothing is learned. */
  long suspectUntil;

  final RollingSum incoming = new RollingSum();
  final RollingSum slowIncoming = new RollingSum();
  final Recent slowPeers = new Recent();
  final Recent slowPorts = new Recent();
  final ActivityBaseline incomingFlows = new ActivityBaseline();
  final EventRate slowFlows = new EventRate();

  /** Baselines of {@link Surge} by measure. */
  final TreeMap<String, ActivityBaseline> measures = new TreeMap<>();

  /** Seconds in which it was asked, and in which it asked. */
  long servedSeconds;

  long askedSeconds;

  /** Peers a server asked unusually, and those it always asks. */
  final Recent newServers = new Recent();

  final Recent knownServers = new Recent();

  void asks(String peer, long second) {
    add(newServers, peer, second);
  }

  void knows(String peer, long second) {
    add(knownServers, peer, second);
  }

  private static void add(Recent recent, String peer, long second) {
    recent.add(peer, second);
    if (recent.size() > MOST_SERVERS) {
      recent.dropOldest();
    }
  }

  boolean suspect(long second) {
    return second <= suspectUntil;
  }

  ActivityBaseline measure(String name) {
    return measures.computeIfAbsent(name, _ -> new ActivityBaseline());
  }
}
