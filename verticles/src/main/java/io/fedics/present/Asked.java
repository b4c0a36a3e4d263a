package io.fedics.present;

import io.fedics.fl.model.RecordScorer.Scored;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.RecordOrigin;
import io.fedics.shared.event.RecordScored;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * One request's records: who they are when they are stored. The n-th has the same identity however often it is written.
 *
 * @param site they are counted to
 * @param at when they came
 */
record Asked(UUID id, String site, RecordOrigin origin, Instant at) {
  /** Where nobody said a site. */
  static final String SITE = "api";

  static Asked now(String site, RecordOrigin origin, Clock clock) {
    return new Asked(
        UUID.randomUUID(), site, origin, clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  /**
   * @param number from 1; in a file the line
   */
  RecordScored scored(long number, Scored scored) {
    UUID event = EventId.of(id, number);
    return new RecordScored(
        event,
        site,
        at,
        "present/0/" + site,
        number,
        origin,
        event,
        origin == RecordOrigin.UPLOAD ? id : null,
        origin == RecordOrigin.UPLOAD ? number : null,
        null,
        null,
        scored.table().wireName(),
        scored.verdict(),
        null);
  }

  /** A row that could not be judged. */
  RecordScored failed(long number, String features, String failure) {
    UUID event = EventId.of(id, number);
    return new RecordScored(
        event,
        site,
        at,
        "present/0/" + site,
        number,
        origin,
        event,
        id,
        number,
        null,
        null,
        features,
        null,
        failure);
  }
}
