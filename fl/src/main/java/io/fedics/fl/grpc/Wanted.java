package io.fedics.fl.grpc;

import io.fedics.fl.grpc.wire.Scalar;
import java.util.Map;

/**
 * What a site is asked for beside what Flower's five questions ask: they have none for statistics, so the config of one of them
 * says it.
 */
enum Wanted {
  /** In place of parameters. */
  FEATURE_SUMS("feature-sums"),
  /** In place of a judgement, or beside it. */
  LOGIT_COUNTS("logit-counts");

  private static final String KEY = "wanted";

  private final String word;

  Wanted(String word) {
    this.word = word;
  }

  /** Of a question for it. */
  Map<String, Scalar> config() {
    return Map.of(KEY, Scalar.newBuilder().setString(word).build());
  }

  /** Whether a question is for it. */
  boolean isIn(Map<String, Scalar> config) {
    return config.getOrDefault(KEY, Scalar.getDefaultInstance()).getString().equals(word);
  }
}
