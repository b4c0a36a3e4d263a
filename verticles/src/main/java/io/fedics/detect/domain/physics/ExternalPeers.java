package io.fedics.detect.domain.physics;

import io.fedics.shared.topic.Partitioner;
import java.util.Collection;
import java.util.stream.LongStream;

/**
 * Bounds the peers outside the site that its hosts remember together: who browses meets new ones for ever, and each host
 * alone may remember hundreds. Those heard longest ago go first, whichever host remembers them; peers of the site's own are
 * few and stay. By bucket, so that the number of partitions does not show.
 */
final class ExternalPeers {
  /** Over all own hosts of a site, and over all others, some 90 bytes each. */
  private static final int MOST = 262_144;

  private final int most;
  private final int many;

  ExternalPeers(PhysicsSettings settings) {
    this(settings, MOST / Partitioner.BUCKETS);
  }

  /**
   * @param most peers over the hosts of one bucket
   */
  ExternalPeers(PhysicsSettings settings, int most) {
    this.most = most;
    int hosts =
        Math.max(settings.site().ownHosts(), settings.site().externals()) / Partitioner.BUCKETS;
    this.many = Math.max(1, most / Math.max(1, hosts));
  }

  /** Whether a host has so many peers that its bucket may have too many; in a bucket with too many some host has. */
  boolean areMany(SourceMemory host) {
    return host.peers.size() >= many;
  }

  /**
   * From when on peers have to have been heard to stay; {@link Long#MIN_VALUE} when there is room for all.
   *
   * @param hosts of one bucket
   */
  long oldest(Collection<SourceMemory> hosts) {
    if (hosts.stream().mapToInt(host -> host.peers.size()).sum() <= most) {
      return Long.MIN_VALUE;
    }
    long[] heard = hosts.stream().flatMapToLong(ExternalPeers::heard).sorted().toArray();
    if (heard.length <= most) {
      return Long.MIN_VALUE;
    }
    // An eighth more, so that a stream of new peers does not sort at each sweep.
    return heard[heard.length - most + most / 8 - 1] + 1;
  }

  private static LongStream heard(SourceMemory host) {
    return host.peers.values().stream().filter(peer -> peer.external).mapToLong(peer -> peer.last);
  }

  /** Forgets what was heard before; returns whether there was any. */
  static boolean forget(SourceMemory host, long oldest) {
    return host.peers.values().removeIf(peer -> peer.external && peer.last < oldest);
  }
}
