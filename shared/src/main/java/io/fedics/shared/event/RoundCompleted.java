package io.fedics.shared.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A round gave a model, and the model is stored.
 *
 * @param round from 1
 * @param clients number of updates that were taken
 * @param clientIds whose
 * @param examples behind them
 * @param leftOut of these the ones whose update a robust strategy did not use at all
 * @param lost client to why it went or was left behind
 * @param refused client to what of its message was not taken
 * @param loss mean of the clients' losses by examples; null when nobody judged
 * @param metrics means of the clients' metrics
 * @param privacy spent so far by the server, else the largest that a site attests; null when nobody computed one
 * @param parametersSha256 of the new parameters' {@code .npy} files one after the other, lower-case hex
 */
public record RoundCompleted(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String run,
    int round,
    int clients,
    List<String> clientIds,
    long examples,
    List<String> leftOut,
    Map<String, String> lost,
    Map<String, String> refused,
    @Nullable Double loss,
    Map<String, Double> metrics,
    @Nullable PrivacyFigure privacy,
    String strategy,
    String parametersSha256)
    implements FlEvent {

  public RoundCompleted {
    clientIds = List.copyOf(clientIds);
    leftOut = List.copyOf(leftOut);
    lost = Map.copyOf(lost);
    refused = Map.copyOf(refused);
    metrics = Map.copyOf(metrics);
  }
}
