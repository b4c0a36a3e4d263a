/**
 * What is on the wire: immutable records in the past tense, plain Java. {@code docs/events/} holds a JSON Schema for
 * each, checked against these records by a test.
 */
@NullMarked
package io.fedics.shared.event;

import org.jspecify.annotations.NullMarked;
