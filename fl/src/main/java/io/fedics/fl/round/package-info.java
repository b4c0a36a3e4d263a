/** Rounds of federated training as decisions: events in, decisions out. Plain Java; knows no transport. */
@NullMarked
package io.fedics.fl.round;

import org.jspecify.annotations.NullMarked;
