package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Finding;
import io.fedics.detect.domain.SourceFlow;
import io.fedics.shared.address.Prefixes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One second of one host as a source: its flows in order, and what was known of it before.
 *
 * @param learnedAt epoch second the site stopped learning
 * @param own the site's own addresses
 */
record SourceSecond(
    String host,
    long second,
    List<SourceFlow> flows,
    SourceMemory memory,
    long learnedAt,
    Prefixes own) {

  /** Whether the site's first minutes are over, so that something new means something. */
  boolean siteLearned() {
    return second >= learnedAt;
  }

  /** A peer that never answered before this hour, on a site that is past learning. */
  boolean fresh(String peer) {
    return newSince(peer, Horizon.HOUR.seconds());
  }

  /**
   * @param age seconds a peer stays new
   */
  boolean newSince(String peer, long age) {
    if (!siteLearned()) {
      return false;
    }
    Peer known = memory.peer(peer);
    return known == null || (known.first >= learnedAt && second - known.first < age);
  }

  boolean external(SourceFlow flow) {
    return !own.contains(flow.peer()) && !flow.multicast();
  }

  /** An answered peer of old, so that its silence is an outage, not a probe. */
  boolean answeredBefore(String peer) {
    Peer known = memory.peer(peer);
    return known != null && known.first < second;
  }

  static @Nullable Integer port(SourceFlow flow) {
    return Finding.portOrNull(flow.dstPort());
  }
}
