package io.fedics.shared.event;

/**
 * Where an attack may go next.
 *
 * @param probability that it does within the horizon, in [0, 1]
 * @param horizonSeconds how far ahead
 */
public record NextHop(String host, double probability, long horizonSeconds) {}
