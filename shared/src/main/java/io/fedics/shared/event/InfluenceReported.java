package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;

/**
 * How a client's update of a finished round lay among the others'. z-scores are differences to the median over the clients
 * in robust deviations.
 *
 * @param distance z of the distance to the coordinate median, on a logarithmic scale
 * @param turned z of the angle to it
 * @param twin z of the closeness to the nearest other update
 * @param influence how far along the global step the update lay; 1 is as far as the step
 * @param suspicion largest of the three z-scores over all rounds since the server started: means of distance and twin, the angle of all updates together
 * @param suspect whether that is above the threshold
 */
public record InfluenceReported(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String run,
    int round,
    String client,
    double distance,
    double turned,
    double twin,
    double influence,
    double suspicion,
    boolean suspect)
    implements FlEvent {}
