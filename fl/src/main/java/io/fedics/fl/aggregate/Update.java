package io.fedics.fl.aggregate;

import java.util.Map;
import java.util.Set;

/**
 * What one client returned in one round.
 *
 * @param clientId the site as the server knows it (its certificate's or a given one), never empty
 * @param parameters the client's model <em>after</em> training, as Flower's clients send it, not the difference; finite
 * @param examples records it was trained on; positive
 * @param metrics as the client told them: numbers, texts or booleans
 */
public record Update(
    String clientId, Tensors parameters, long examples, Map<String, Object> metrics) {
  public Update {
    if (clientId.isEmpty()) {
      throw new IllegalArgumentException("client id: empty (expected: a site's id)");
    }
    if (examples < 1) {
      throw new IllegalArgumentException(
          "examples of %s: %d (expected: at least 1)".formatted(clientId, examples));
    }
    if (!parameters.isFinite()) {
      throw new IllegalArgumentException(
          "parameters of %s: NaN or infinite (expected: finite)".formatted(clientId));
    }
    metrics = Map.copyOf(metrics);
  }

  public Update(String clientId, Tensors parameters, long examples) {
    this(clientId, parameters, examples, Map.of());
  }

  void requireFor(Tensors model, Set<String> taken) {
    if (!parameters.shapes().equals(model.shapes())) {
      throw new IllegalArgumentException("shapes of %s: %s (expected: %s)"
          .formatted(clientId, parameters.shapes(), model.shapes()));
    }
    if (taken.contains(clientId)) {
      throw new IllegalArgumentException(
          "update of %s: a second one (expected: one a round)".formatted(clientId));
    }
  }
}
