package io.fedics.present.scoring;

import io.fedics.fl.model.record.RecordScorer.Scored;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.RecordOrigin;
import io.fedics.shared.event.RecordScored;
import io.fedics.shared.event.RecordScored.RecordVerdict;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    return record(number, scored.table().wireName(), scored.verdict(), null);
  }

  /** A row that could not be judged. */
  RecordScored failed(long number, String features, String failure) {
    return record(number, features, null, failure);
  }

  private RecordScored record(
      long number, String features, @Nullable RecordVerdict verdict, @Nullable String failure) {
    UUID event = EventId.of(id, number);
    boolean ofFile = origin == RecordOrigin.UPLOAD;
    return new RecordScored(
        event,
        site,
        at,
        "present/0/" + site,
        number,
        origin,
        event,
        ofFile ? id : null,
        ofFile ? number : null,
        null,
        null,
        features,
        verdict,
        failure);
  }
}
