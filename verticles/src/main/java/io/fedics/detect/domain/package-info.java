/**
 * The detectors' decisions: physics, deterministic rules over flows, host-seconds and sightings; an isolation forest over
 * flows; an LSTM autoencoder over the minutes of hosts; models of published tables. Plain Java: time, settings and inputs arrive as arguments.
 */
@NullMarked
package io.fedics.detect.domain;

import org.jspecify.annotations.NullMarked;
