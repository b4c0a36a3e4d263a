package io.fedics.fl.privacy.ledger;

/** Nothing was written and nothing may be released. */
public final class BudgetExceededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BudgetExceededException(String sentence) {
    super(sentence);
  }
}
