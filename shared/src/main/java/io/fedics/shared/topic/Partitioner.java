package io.fedics.shared.topic;

/**
 * The one partitioner: 64 fixed buckets by site and host, partition = bucket mod P. A host's records meet in the same
 * partition of every topic, and what is cut by bucket does not depend on P.
 *
 * @param partitions of every topic keyed by host; divides 64
 */
public record Partitioner(int partitions) {
  /** Number of buckets. */
  public static final int BUCKETS = 64;

  public Partitioner {
    if (partitions < 1 || partitions > BUCKETS || BUCKETS % partitions != 0) {
      throw new IllegalArgumentException(
          "kafka.partitions: " + partitions + " (expected: 1, 2, 4, 8, 16, 32 or 64)");
    }
  }

  /** Between 0 and 63; the same for ever. */
  public static int bucketOf(String site, String host) {
    int hash = (site.hashCode() * 31 + host.hashCode()) * 0x9E3779B9;
    return (hash ^ hash >>> 15) & (BUCKETS - 1);
  }

  public int partitionOf(String site, String host) {
    return bucketOf(site, host) % partitions;
  }
}
