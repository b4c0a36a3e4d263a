/** Rounds, sites and privacy for the API, and how a round is begun by hand. */
@NullMarked
package io.fedics.present.federation;

import org.jspecify.annotations.NullMarked;
