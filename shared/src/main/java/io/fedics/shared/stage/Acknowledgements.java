package io.fedics.shared.stage;

import io.fedics.shared.event.Event;

/** Told of every single record that the broker has acknowledged; once for each partition it was sent to. */
@FunctionalInterface
public interface Acknowledgements {
  Acknowledgements NONE = _ -> {};

  /** On the producer's thread, which all writers wait for: must not block. */
  void acknowledged(Event event);
}
