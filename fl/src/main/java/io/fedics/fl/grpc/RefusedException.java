package io.fedics.fl.grpc;

/** A client's message that is not taken; the sentence says what, which value, and what was expected. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Refusal refusal;

  RefusedException(Refusal refusal, String what, Object value, String expected) {
    super("%s: %s (expected: %s)".formatted(what, value, expected));
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
