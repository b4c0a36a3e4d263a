/**
 * Files of flows as one ordered stream: opened, hashed, read by {@link io.fedics.ingest.format}, sorted by the time
 * observed with bounded memory. Blocking: belongs on a worker, never on an event loop.
 */
@NullMarked
package io.fedics.ingest.file;

import org.jspecify.annotations.NullMarked;
