package io.fedics.ingest.simulate.domain;

import io.fedics.shared.event.FlowBuilder;

/** A flow a sensor at a site would report; nothing in it tells whether it belongs to an attack. */
public record SimulatedFlow(String site, FlowBuilder flow) {}
