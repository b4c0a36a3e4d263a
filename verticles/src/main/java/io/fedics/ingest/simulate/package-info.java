/**
 * The simulator's files: scenarios in, flows and ground truth out. The simulation itself is in {@code domain}.
 */
@NullMarked
package io.fedics.ingest.simulate;

import org.jspecify.annotations.NullMarked;
