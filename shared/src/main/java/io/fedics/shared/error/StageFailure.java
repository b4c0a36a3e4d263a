package io.fedics.shared.error;

/** Why a record could not be handled. The kind, not the text, decides what happens next. */
public sealed interface StageFailure {

  /** For people: what, which value, what was expected. */
  String detail();

  /** The bytes are not a valid event. Never retried: goes to the dead letters. */
  record Malformed(String detail) implements StageFailure {}

  /** A neighbour is down or slow. Retried with back-off from the last save; nothing is dropped. */
  record Unavailable(String detail) implements StageFailure {}

  /** Another owner claimed the partition since. State is dropped and claimed again if still assigned. */
  record Fenced(String detail) implements StageFailure {}

  /** Our own mistake. The stage stops, so that the fault is seen rather than skipped. */
  record Defect(String detail) implements StageFailure {}
}
