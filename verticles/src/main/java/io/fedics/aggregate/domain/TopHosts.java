package io.fedics.aggregate.domain;

import io.fedics.aggregate.AggregateConfig;
import io.fedics.aggregate.domain.SecondActivity.SourceActivity;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.topic.Partitioner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Cuts a second to hosts that are kept by themselves and one {@link HostActivityPart#OTHERS}. A source is cut by its
 * rank in its bucket, a destination by its rank among the destinations of one source: all flows of a source, and all
 * sources of a bucket, stand in one partition, so the cut does not depend on how many there are. Ties go by address.
 */
final class TopHosts {
  private final Prefixes own;
  private final AggregateConfig config;

  TopHosts(AggregateConfig config) {
    this.own = Prefixes.of(config.ownPrefixes());
    this.config = config;
  }

  /** Hosts in order of address, {@link HostActivityPart#OTHERS} among them when anything was folded. */
  SortedMap<String, HostSum> cut(String site, SecondActivity second) {
    var hosts = new TreeMap<String, HostSum>();
    Set<String> kept = keptSources(site, second);
    second.sources().forEach((address, source) -> {
      boolean keep = kept.contains(address);
      HostSum host = hostOf(hosts, address, keep);
      host.folded += keep ? 0 : 1;
      source.destinations().forEach((peer, pair) -> host.addAsSource(site, peer, pair));
      addDestinations(site, address, source, hosts);
    });
    return hosts;
  }

  private Set<String> keptSources(String site, SecondActivity second) {
    Map<Integer, List<String>> ofOwn = new HashMap<>();
    Map<Integer, List<String>> ofOthers = new HashMap<>();
    for (String address : second.sources().keySet()) {
      (own.contains(address) ? ofOwn : ofOthers)
          .computeIfAbsent(Partitioner.bucketOf(site, address), _ -> new ArrayList<>())
          .add(address);
    }
    Set<String> kept = new HashSet<>();
    ToLongFunction<String> flows =
        address -> Objects.requireNonNull(second.sources().get(address)).flows;
    ofOwn
        .values()
        .forEach(list -> keep(list, config.ownHosts() / Partitioner.BUCKETS, flows, kept));
    ofOthers
        .values()
        .forEach(list -> keep(list, config.externals() / Partitioner.BUCKETS, flows, kept));
    return kept;
  }

  private void addDestinations(
      String site, String from, SourceActivity source, Map<String, HostSum> hosts) {
    List<String> ofOwn = new ArrayList<>();
    List<String> ofOthers = new ArrayList<>();
    source.destinations().keySet().forEach(to -> (own.contains(to) ? ofOwn : ofOthers).add(to));
    Set<String> kept = new HashSet<>();
    ToLongFunction<String> flows =
        to -> Objects.requireNonNull(source.destinations().get(to)).flows;
    keep(ofOwn, config.ownDestinations(), flows, kept);
    keep(ofOthers, config.externalDestinations(), flows, kept);
    source.destinations().forEach((to, pair) -> {
      boolean keep = kept.contains(to);
      HostSum host = hostOf(hosts, to, keep);
      host.folded += keep ? 0 : 1;
      host.addAsDestination(site, from, pair);
    });
  }

  /** Adds the {@code most} heaviest; the list comes sorted by address and the sort is stable. */
  private static void keep(
      List<String> addresses, int most, ToLongFunction<String> flows, Set<String> kept) {
    if (addresses.size() <= most) {
      kept.addAll(addresses);
      return;
    }
    List<String> ranked = new ArrayList<>(addresses);
    ranked.sort(Comparator.comparingLong(flows).reversed());
    kept.addAll(ranked.subList(0, most));
  }

  private static HostSum hostOf(Map<String, HostSum> hosts, String address, boolean keep) {
    return hosts.computeIfAbsent(keep ? address : HostActivityPart.OTHERS, _ -> new HostSum());
  }
}
