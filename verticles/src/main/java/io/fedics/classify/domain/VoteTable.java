package io.fedics.classify.domain;

import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.topic.Partitioner;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * {@link Votes} of many hosts, bounded: each of a site's 64 buckets keeps so many hosts, the longest silent go first. So who
 * stays does not depend on the number of partitions. Not thread-safe.
 */
final class VoteTable {
  /** 16,384 hosts a site. */
  static final int MOST_HOSTS_A_BUCKET = 256;

  private final KeyedState<Bucket> state = new KeyedState<>("votes", Bucket.class);

  /** Hosts of one bucket; the field is the saved state. */
  static final class Bucket {
    private final NavigableMap<String, Votes> hosts = new TreeMap<>();
  }

  KeyedState<?> state() {
    return state;
  }

  /** The votes of a host, with time passed up to this second; to be changed in place. */
  Votes at(String site, String host, long second) {
    Bucket bucket = state.at(site + '/' + Partitioner.bucketOf(site, host), Bucket::new);
    Votes votes = bucket.hosts.computeIfAbsent(host, _ -> new Votes());
    votes.passTo(second);
    while (bucket.hosts.size() > MOST_HOSTS_A_BUCKET) {
      bucket.hosts.entrySet().stream()
          .min(Comparator.comparingLong(
                  (Map.Entry<String, Votes> it) -> it.getValue().at())
              .thenComparing(Map.Entry::getKey))
          .map(Map.Entry::getKey)
          .ifPresent(bucket.hosts::remove);
    }
    return votes;
  }

  void forget(String site) {
    state.removeBeginningWith(site + '/');
  }

  /** Hosts remembered in all. */
  int size() {
    return state.all().values().stream().mapToInt(bucket -> bucket.hosts.size()).sum();
  }
}
