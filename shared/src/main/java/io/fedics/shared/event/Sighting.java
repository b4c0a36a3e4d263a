package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One account or asset, at one site, at one moment.
 *
 * @param subject {@code account:NAME} or {@code asset:NAME}; the Kafka key
 * @param host address it was seen at
 * @param latitude degrees of the site, north positive; null when the site has no location
 * @param longitude degrees of the site, east positive; null when the site has no location
 */
public record Sighting(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String subject,
    @Nullable String host,
    @Nullable Double latitude,
    @Nullable Double longitude)
    implements DataEvent {}
