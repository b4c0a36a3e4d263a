package io.fedics.fl.grpc;

import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.Standardisation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a site does when the server asks. Called for one question after the other, on a thread that may block. What is thrown
 * is told to the server as a failure, with its message, and the site leaves; a {@link
 * io.fedics.fl.privacy.ledger.BudgetExceededException} as the end that was planned.
 */
public interface SiteWork {

  /** What the site tells about itself: its id as {@code site}. Numbers, texts or booleans. */
  Map<String, Object> properties();

  /** Parameters for a training that has none. */
  List<Tensor> parameters();

  /**
   * What the site tells of its rows so that all sites scale alike.
   *
   * @throws IllegalArgumentException when it tells nothing
   */
  FeatureSums sums();

  /**
   * Trains.
   *
   * @param parameters the model of all
   * @param config as the strategy and the server say: {@code server_round} …
   * @param scaling of the features at all sites; empty where sites scale as they like
   * @throws IllegalArgumentException when the parameters or the scaling are not those of this site's model
   */
  Answer.Fitted fit(
      List<Tensor> parameters, Map<String, Object> config, Optional<Standardisation> scaling);

  /** Judges the model on what the site holds back; empty when it does not tell. As {@link #fit}. */
  Optional<Answer.Evaluated> evaluate(List<Tensor> parameters, Optional<Standardisation> scaling);

  /** How the rows it trains on lie about the model's cut; empty when it does not tell. As {@link #fit}. */
  Optional<LogitCounts> logitCounts(List<Tensor> parameters, Optional<Standardisation> scaling);
}
