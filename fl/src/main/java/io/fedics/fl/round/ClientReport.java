package io.fedics.fl.round;

import java.util.Map;

/**
 * What a client said of its training, beside the parameters. Nobody can check it.
 *
 * @param metrics as the client told them: numbers, texts or booleans
 */
public record ClientReport(String client, long examples, Map<String, Object> metrics) {
  public ClientReport {
    metrics = Map.copyOf(metrics);
  }
}
