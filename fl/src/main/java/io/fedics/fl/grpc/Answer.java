package io.fedics.fl.grpc;

import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client answered, after every check that one message allows. Metrics are numbers, texts or booleans. */
public sealed interface Answer {

  /**
   * Its privacy budget is spent, so it goes as planned.
   *
   * @param reason in its own words
   */
  record Spent(String reason) implements Answer {}

  /** It goes, as it was told. */
  record Disconnected() implements Answer {}

  /** Its own properties; empty when it has none to tell. */
  record Properties(Map<String, Object> properties) implements Answer {
    public Properties {
      properties = Map.copyOf(properties);
    }
  }

  /** What it tells of its rows, for all to scale alike. */
  record Sums(FeatureSums sums) implements Answer {}

  /** Parameters to begin with. */
  record InitialParameters(List<Tensor> parameters) implements Answer {
    public InitialParameters {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * The model after training on the client's own data.
   *
   * @param examples positive
   */
  record Fitted(List<Tensor> parameters, long examples, Map<String, Object> metrics)
      implements Answer {
    public Fitted {
      parameters = List.copyOf(parameters);
      metrics = Map.copyOf(metrics);
    }
  }

  /**
   * The same as the server takes it, of the shapes that it knows.
   *
   * @param parameters all tensors
   * @param examples positive
   */
  record Updated(Tensors parameters, long examples, Map<String, Object> metrics) implements Answer {
    public Updated {
      metrics = Map.copyOf(metrics);
    }
  }

  /** How its rows lie about the model's cut; empty when it does not tell. */
  record Counted(Optional<LogitCounts> counts) implements Answer {}

  /** It does not judge models, and goes on training. */
  record NotJudged() implements Answer {}

  /**
   * How good the model is on the client's own data.
   *
   * @param loss finite
   * @param examples positive
   */
  record Evaluated(double loss, long examples, Map<String, Object> metrics) implements Answer {
    public Evaluated {
      metrics = Map.copyOf(metrics);
    }
  }
}
