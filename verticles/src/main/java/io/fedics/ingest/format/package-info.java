/**
 * Readers of foreign flow records: bytes in, {@link io.fedics.shared.event.FlowBuilder}s and named rejections out. No
 * reader stops at a bad row, holds more than one row (and a bounded table of sensor alerts), or lets a label column
 * through. The mapping of each format is told in its class and in {@code docs/formats.md}.
 */
@NullMarked
package io.fedics.ingest.format;

import org.jspecify.annotations.NullMarked;
