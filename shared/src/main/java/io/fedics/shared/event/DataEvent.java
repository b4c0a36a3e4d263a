package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;

/** Something that happened. The identifier is deterministic: a repeat has the same one, and the same bytes. */
public sealed interface DataEvent extends Event
    permits FlowObserved,
        HostActivityPart,
        Sighting,
        AnomalyDetected,
        HostsScored,
        ScoresSketched,
        AttackClassified,
        AttackPredicted,
        SiteEdges,
        AlertEvent,
        FlEvent,
        FlowRouted,
        RecordScored,
        DeadLetter {

  /** The first 128 bits of a SHA-256, see {@link EventId}. */
  UUID eventId();

  /** Event time, UTC, microseconds: when the traffic was seen, not when we handled it. */
  Instant observedAt();
}
