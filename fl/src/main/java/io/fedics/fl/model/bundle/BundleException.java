package io.fedics.fl.model.bundle;

/** A bundle that cannot be used; the message is one sentence that says what, which value, and what was expected. */
public final class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BundleException(String sentence) {
    super(sentence);
  }

  public BundleException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
