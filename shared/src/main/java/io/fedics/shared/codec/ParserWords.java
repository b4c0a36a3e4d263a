package io.fedics.shared.codec;

import com.fasterxml.jackson.core.JacksonException;

/** What Jackson says of JSON that cannot be read. */
public final class ParserWords {
  private ParserWords() {}

  /** Without where its own buffer stood, which says nothing to people. */
  public static String of(JacksonException error) {
    return error.getOriginalMessage().replaceFirst("(?s) *\\(start marker at .*", "");
  }
}
