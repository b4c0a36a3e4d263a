package io.fedics.fl.model.bundle;

import io.fedics.shared.error.Printable;

/**
 * A bundle that cannot be used; the message is one sentence that says what, which value, and what was expected. Texts of the
 * bundle in it may be anything: what is not printable is escaped.
 */
public final class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BundleException(String sentence) {
    super(Printable.whole(sentence));
  }

  public BundleException(String sentence, Throwable cause) {
    super(Printable.whole(sentence), cause);
  }
}
