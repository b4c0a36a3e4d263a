package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One host, one second, as seen in one input partition. The parts of all partitions make the {@link HostSecond}.
 *
 * @param second epoch second
 * @param host address, or {@link #OTHERS}
 * @param inputPartition partition of {@code network_data}
 * @param asSource null when it was no source
 * @param asDestination null when it was no destination
 * @param icsReads requests made or received that read a controller
 * @param icsWrites requests made or received that change a controller
 * @param foldedHosts hosts folded into {@link #OTHERS}, a destination once per source; 0 for a real host
 */
public record HostActivityPart(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    long second,
    String host,
    int inputPartition,
    @Nullable RoleActivity asSource,
    @Nullable RoleActivity asDestination,
    long icsReads,
    long icsWrites,
    long foldedHosts)
    implements DataEvent {

  /** Stands for all hosts that were not kept by themselves. */
  public static final String OTHERS = "*";
}
