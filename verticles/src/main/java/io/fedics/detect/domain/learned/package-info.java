/** Detectors that learn: an isolation forest over flows, an LSTM autoencoder over the minutes of hosts, models of published tables; calibrated to the normals of a site. */
@NullMarked
package io.fedics.detect.domain.learned;

import org.jspecify.annotations.NullMarked;
