package io.fedics.aggregate.domain;

import org.jspecify.annotations.Nullable;

/** One host while a second is cut: both its roles. */
final class HostSum {
  @Nullable
  RoleSum asSource;

  @Nullable
  RoleSum asDestination;

  long icsReads;
  long icsWrites;
  long folded;

  void addAsSource(String site, String peer, PairActivity pair) {
    if (asSource == null) {
      asSource = new RoleSum(site);
    }
    asSource.add(peer, pair, pair.bytesOut, pair.bytesIn, pair.packetsOut, pair.packetsIn);
    addIcs(pair);
  }

  void addAsDestination(String site, String peer, PairActivity pair) {
    if (asDestination == null) {
      asDestination = new RoleSum(site);
    }
    asDestination.add(peer, pair, pair.bytesIn, pair.bytesOut, pair.packetsIn, pair.packetsOut);
    addIcs(pair);
  }

  private void addIcs(PairActivity pair) {
    icsReads += pair.icsReads;
    icsWrites += pair.icsWrites;
  }
}
