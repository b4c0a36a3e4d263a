package io.fedics.app.fl;

import io.fedics.fl.round.ClientReport;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client calls its site. Nobody can check it, and it may be anything: only what is a name is repeated. */
final class ToldSite {
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N} ._-]{0,62}[\\p{L}\\p{N}])?");

  private ToldSite() {}

  /** See {@link #of(String)}. */
  static Optional<String> of(ClientReport report) {
    Object told = report.metrics().get("site");
    return of(told == null ? null : told.toString());
  }

  /** Up to 64 letters, digits, points, dashes, underscores and blanks; empty when it tells no such name. */
  static Optional<String> of(@Nullable String told) {
    return Optional.ofNullable(told).filter(name -> NAME.matcher(name).matches());
  }
}
