/**
 * The stage runtime: one class of code that reads a poll batch, lets a pure {@link
 * io.fedics.shared.stage.Decision} decide, writes, and saves state with offsets. The only package that knows Kafka.
 */
@NullMarked
package io.fedics.shared.stage;

import org.jspecify.annotations.NullMarked;
