package io.fedics.fl.privacy.ledger;

/** A ledger that is broken, in use, or cannot be written. Nothing may be released. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerException(String sentence) {
    super(sentence);
  }

  public LedgerException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
