package io.fedics.shared.event;

/** What people and responders are told of incidents. The Kafka key is the incident id. */
public sealed interface AlertEvent extends DataEvent
    permits AlertRaised, AlertUpdated, IncidentStatusChanged {}
