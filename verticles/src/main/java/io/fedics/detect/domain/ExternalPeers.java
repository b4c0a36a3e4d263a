package io.fedics.detect.domain;

import io.fedics.shared.address.Prefixes;
import io.fedics.shared.topic.Partitioner;
import java.util.Collection;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Bounds the peers outside the site that all its hosts remember together: who browses meets new ones for ever, and each host
 * alone may remember hundreds. Those heard longest ago go first, whichever host remembers them; peers of the site's own are few and
 * stay. By bucket, so that the number of partitions does not show.
 */
final class ExternalPeers {
  /** Over all hosts of one site, some 90 bytes each. */
  private static final int MOST = 262_144;

  /** Of one host: where a bucket remembers too many, some host has as many, because a bucket has 256 hosts at most. */
  static final int MANY = 16;

  private final Prefixes own;
  private final int most;

  ExternalPeers(Prefixes own) {
    this(own, MOST / Partitioner.BUCKETS);
  }

  /**
   * @param most peers over the hosts of one bucket
   */
  ExternalPeers(Prefixes own, int most) {
    this.own = own;
    this.most = most;
  }

  /**
   * From when on peers have to have been heard to stay; {@link Long#MIN_VALUE} when there is room for all.
   *
   * @param hosts of one bucket
   */
  long oldest(Collection<SourceMemory> hosts) {
    int all = hosts.stream().mapToInt(host -> host.peers.size()).sum();
    if (all <= most) {
      return Long.MIN_VALUE;
    }
    long[] heard = hosts.stream().flatMapToLong(this::heard).sorted().toArray();
    if (heard.length == 0) {
      return Long.MIN_VALUE;
    }
    // An eighth more, so that a stream of new peers does not sort at each sweep.
    int surplus = all - most + most / 8;
    return heard[Math.min(surplus, heard.length) - 1] + 1;
  }

  private LongStream heard(SourceMemory host) {
    return host.peers.entrySet().stream()
        .filter(this::isExternal)
        .mapToLong(peer -> peer.getValue().last);
  }

  private boolean isExternal(Map.Entry<String, Peer> peer) {
    return !own.contains(peer.getKey());
  }

  /** Forgets what was heard before; returns whether there was any. */
  boolean forget(SourceMemory host, long oldest) {
    return host.peers
        .entrySet()
        .removeIf(peer -> peer.getValue().last < oldest && isExternal(peer));
  }
}
