package io.fedics.fl.round;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * What became of a round.
 *
 * @param round from 1
 * @param clients whose update is in the new parameters, in the order they answered
 * @param lost client to why it went or was left behind
 * @param refused client to what of its message was not taken
 * @param examples behind the new parameters
 * @param loss mean of the clients' losses, weighted by their examples; empty when nobody judged
 * @param metrics means of the clients' metrics by name, weighted by the examples of those who reported it
 */
public record RoundReport(
    int round,
    List<String> clients,
    SortedMap<String, String> lost,
    SortedMap<String, String> refused,
    long examples,
    OptionalDouble loss,
    Map<String, Double> metrics) {}
