package io.fedics.fl.grpc;

/** What a client was asked last; the one kind of answer it may give. */
public enum Question {
  /** Nothing: every message is unasked. */
  NONE(0),
  DISCONNECT(1),
  PROPERTIES(2),
  PARAMETERS(3),
  /** Sums of its rows, in place of parameters. */
  SUMS(3),
  FIT(4),
  EVALUATE(5),
  /** How its rows lie about the model's cut, in place of a judgement or beside it. */
  COUNTS(5);

  private final int field;

  Question(int field) {
    this.field = field;
  }

  /** Number of the answer among the kinds of {@code ClientMessage}. */
  int field() {
    return field;
  }
}
