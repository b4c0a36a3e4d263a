package io.fedics.shared.event;

import org.jspecify.annotations.Nullable;

/**
 * One host in one second over all partitions: what its {@link HostActivityPart}s add up to. Adding is associative and
 * commutative, so neither the order of arrival nor the number of partitions shows.
 *
 * @param second epoch second
 * @param host address, or {@link HostActivityPart#OTHERS}
 * @param asSource null when it was no source
 * @param asDestination null when it was no destination
 * @param icsReads requests made or received that read a controller
 * @param icsWrites requests made or received that change a controller
 * @param foldedHosts hosts folded into {@link HostActivityPart#OTHERS}; 0 for a real host
 */
public record HostSecond(
    String site,
    long second,
    String host,
    @Nullable RoleActivity asSource,
    @Nullable RoleActivity asDestination,
    long icsReads,
    long icsWrites,
    long foldedHosts) {

  public static HostSecond of(HostActivityPart part) {
    return new HostSecond(
        part.site(),
        part.second(),
        part.host(),
        part.asSource(),
        part.asDestination(),
        part.icsReads(),
        part.icsWrites(),
        part.foldedHosts());
  }

  /** This and one more part of the same host and second; neither is changed. */
  public HostSecond plus(HostActivityPart part) {
    return new HostSecond(
        site,
        second,
        host,
        sum(asSource, part.asSource()),
        sum(asDestination, part.asDestination()),
        icsReads + part.icsReads(),
        icsWrites + part.icsWrites(),
        foldedHosts + part.foldedHosts());
  }

  private static @Nullable RoleActivity sum(@Nullable RoleActivity a, @Nullable RoleActivity b) {
    if (a == null) {
      return b;
    }
    return b == null ? a : a.plus(b);
  }
}
