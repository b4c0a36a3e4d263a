/** {@code ./fedics train}: models of the detectors and of verdicts. */
@NullMarked
package io.fedics.app.train;

import org.jspecify.annotations.NullMarked;
