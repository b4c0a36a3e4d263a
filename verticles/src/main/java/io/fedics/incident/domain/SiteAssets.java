package io.fedics.incident.domain;

import io.fedics.shared.asset.AssetRole;
import io.fedics.shared.event.SiteEdges.Served;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which telling ports hosts of one site answered on so far; the fields are the saved state. */
final class SiteAssets {
  /** Most hosts remembered; beyond, those with the highest addresses are not. */
  private static final int MOST = 4_096;

  private final NavigableMap<String, SortedSet<Integer>> served = new TreeMap<>();

  void add(Collection<Served> serving) {
    for (Served host : serving) {
      served.computeIfAbsent(host.host(), _ -> new TreeSet<>()).addAll(host.ports());
    }
    while (served.size() > MOST) {
      served.pollLastEntry();
    }
  }

  AssetRole roleOf(String host) {
    return AssetRole.ofPorts(served.getOrDefault(host, new TreeSet<>()));
  }
}
