package io.fedics.detect.domain;

import io.fedics.shared.address.Prefixes;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.topic.Partitioner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Memory by host, bounded per site: each of the 64 buckets keeps its share of own hosts and of others, the longest idle
 * go first. So who stays does not depend on the number of partitions. Not thread-safe.
 */
public final class HostTable<V> {
  private final KeyedState<V> state;
  private final Supplier<V> empty;
  private final ToLongFunction<V> lastSecond;
  private final Prefixes own;
  private final int ownPerBucket;
  private final int externalsPerBucket;

  /** Hosts by {@code site|bucket|own}. */
  private final Map<String, Set<String>> groups = new HashMap<>();

  private final Set<String> grown = new TreeSet<>();
  private boolean indexed;

  public HostTable(
      KeyedState<V> state, Supplier<V> empty, ToLongFunction<V> lastSecond, SiteSettings settings) {
    this.state = state;
    this.empty = empty;
    this.lastSecond = lastSecond;
    this.own = Prefixes.of(settings.ownPrefixes());
    this.ownPerBucket = Math.max(1, settings.ownHosts() / Partitioner.BUCKETS);
    this.externalsPerBucket = Math.max(1, settings.externals() / Partitioner.BUCKETS);
  }

  public KeyedState<V> state() {
    return state;
  }

  /** The memory of a host, to be changed in place; made when absent. */
  public V at(String site, String host) {
    index();
    String key = site + '|' + host;
    V known = state.get(key);
    if (known != null) {
      state.touch(key);
      return known;
    }
    String group = group(site, host);
    groups.computeIfAbsent(group, _ -> new HashSet<>()).add(host);
    grown.add(group);
    return state.at(key, empty);
  }

  @Nullable
  V get(String site, String host) {
    return state.get(site + '|' + host);
  }

  /** Hosts of the same bucket, own ones or others as the host itself is, by key of the state. */
  public Map<String, V> neighbours(String site, String host) {
    index();
    Map<String, V> neighbours = new HashMap<>();
    for (String neighbour : groups.getOrDefault(group(site, host), Set.of())) {
      String key = site + '|' + neighbour;
      V value = state.get(key);
      if (value != null) {
        neighbours.put(key, value);
      }
    }
    return neighbours;
  }

  /** Forgets the longest idle where there are too many. To be called after each second. */
  public void trim(String site) {
    for (String group : grown) {
      int most = group.endsWith("|own") ? ownPerBucket : externalsPerBucket;
      Set<String> hosts = groups.getOrDefault(group, Set.of());
      if (hosts.size() > most) {
        dropOldest(site, hosts, most);
      }
    }
    grown.clear();
  }

  private void dropOldest(String site, Set<String> hosts, int most) {
    record Idle(long last, String host) {}
    List<Idle> oldestFirst = new ArrayList<>();
    for (String host : hosts) {
      V value = state.get(site + '|' + host);
      oldestFirst.add(
          new Idle(value == null ? Long.MIN_VALUE : lastSecond.applyAsLong(value), host));
    }
    oldestFirst.sort(Comparator.comparingLong(Idle::last).thenComparing(Idle::host));
    // An eighth at a time, so that a stream of new hosts does not sort at each of them.
    int surplus = hosts.size() - most + most / 8;
    for (Idle idle : oldestFirst.subList(0, surplus)) {
      hosts.remove(idle.host);
      state.remove(site + '|' + idle.host);
    }
  }

  /** Forgets every host of a site. */
  public void forget(String site) {
    index();
    groups.keySet().removeIf(group -> group.startsWith(site + '|'));
    state.removeBeginningWith(site + '|');
  }

  private String group(String site, String host) {
    return site + '|' + Partitioner.bucketOf(site, host) + (own.contains(host) ? "|own" : "|other");
  }

  /** The runtime restores into the state before the first event; the index follows. */
  private void index() {
    if (indexed) {
      return;
    }
    indexed = true;
    for (String key : state.all().keySet()) {
      int bar = key.indexOf('|');
      String site = key.substring(0, bar);
      String host = key.substring(bar + 1);
      groups.computeIfAbsent(group(site, host), _ -> new HashSet<>()).add(host);
    }
  }
}
