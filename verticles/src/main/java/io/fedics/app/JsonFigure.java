package io.fedics.app;

import org.jspecify.annotations.Nullable;

/** Figures in an answer for programs. */
final class JsonFigure {
  private JsonFigure() {}

  /** A figure that does not exist is null, never a default. */
  static @Nullable Double of(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
