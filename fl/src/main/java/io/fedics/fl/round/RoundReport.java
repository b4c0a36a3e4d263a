package io.fedics.fl.round;

import io.fedics.fl.aggregate.Influence;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * What became of a round.
 *
 * @param round from 1
 * @param clients whose update was taken, by id
 * @param reports of these, in the same order
 * @param leftOut of these the ones whose update a robust strategy did not use at all, by id
 * @param lost client to why it went or was left behind
 * @param refused client to what of its message was not taken
 * @param examples behind the updates that were taken
 * @param loss mean of the clients' losses, weighted by their examples; empty when nobody judged
 * @param metrics means of the clients' metrics by name, weighted by the examples of those who reported it
 * @param influences how the updates lay to each other; none when the strategy is not {@code Watched}
 */
public record RoundReport(
    int round,
    List<String> clients,
    List<ClientReport> reports,
    List<String> leftOut,
    SortedMap<String, String> lost,
    SortedMap<String, String> refused,
    long examples,
    OptionalDouble loss,
    Map<String, Double> metrics,
    List<Influence> influences) {}
