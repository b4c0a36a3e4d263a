/** {@code ./fedics evaluate}: detectors, verdicts and models against data they have not seen. */
@NullMarked
package io.fedics.app.evaluate;

import org.jspecify.annotations.NullMarked;
