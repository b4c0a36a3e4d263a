package io.fedics.fl.grpc;

import java.util.List;
import java.util.Map;

/**
 * What a site does when the server asks. Called for one question after the other, on a thread that may block. What is thrown
 * is told to the server as a failure, with its message, and the site leaves.
 */
public interface SiteWork {

  /** What the site tells about itself: its id as {@code site}. Numbers, texts or booleans. */
  Map<String, Object> properties();

  /** Parameters for a training that has none. */
  List<Tensor> parameters();

  /**
   * Trains.
   *
   * @param parameters the model of all
   * @param config as the strategy and the server say: {@code server_round} …
   * @throws IllegalArgumentException when the parameters are not those of this site's model
   */
  Answer.Fitted fit(List<Tensor> parameters, Map<String, Object> config);

  /** Judges the model on what the site holds back. As {@link #fit}. */
  Answer.Evaluated evaluate(List<Tensor> parameters, Map<String, Object> config);
}
