/** One incident per event instead of one alert per flow; plain Java. */
@NullMarked
package io.fedics.incident.domain;

import org.jspecify.annotations.NullMarked;
