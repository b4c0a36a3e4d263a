package io.fedics.fl.grpc;

import io.fedics.shared.config.Words;

/** How a client's stream ended. Few values, so that they can be counted by kind. */
public enum Departure {
  /** Training was over and it was told to go. */
  TOLD,
  /** It was let go for a message that was not taken. */
  REFUSED,
  /** It said that its privacy budget is spent: the end it planned. */
  BUDGET_SPENT,
  /** It was let go because it did not answer in time. */
  SILENT,
  /** It went by itself, or the connection broke. */
  LOST,
  /** Nobody could be added, or its name is taken or unknown. */
  TURNED_AWAY;

  /** As in metrics and events: {@code turned-away}. */
  public String label() {
    return Words.of(this);
  }
}
