package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;

/**
 * What could not be read, and why. The id is h(topic, partition, offset), so several readers make one row.
 *
 * @param site empty: an unreadable record tells no site
 * @param observedAt when the broker stored the record
 * @param reason what was wrong: field, value, what was expected
 * @param topic source topic
 * @param length bytes of the record's value
 * @param sha256 of the value, lower-case hex
 * @param head first 64 kB of the value, Base64
 */
public record DeadLetter(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String reason,
    String topic,
    int partition,
    long offset,
    long length,
    String sha256,
    String head)
    implements DataEvent {}
