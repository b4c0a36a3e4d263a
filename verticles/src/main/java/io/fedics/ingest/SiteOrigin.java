package io.fedics.ingest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a site's flows come from.
 *
 * @param owner who writes: {@code simulator}, {@code replay}
 * @param live whether its time is now
 * @param fileSha256 of the file, lower-case hex; the same file again adds nothing
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 */
public record SiteOrigin(
    String owner,
    boolean live,
    @Nullable String fileSha256,
    @Nullable Double latitude,
    @Nullable Double longitude) {

  public Optional<String> file() {
    return Optional.ofNullable(fileSha256);
  }
}
