/**
 * Lets sites train one model together.
 *
 * <p>Reads: what Flower clients answer over gRPC, and who triggers a round. Writes: {@code fl_events}; spends of privacy to
 * {@code privacy_ledger}, before anything noised is released. Order: events of one run in the order in which they happened.
 * Delivery: at least once for finished rounds and spends, which are told again after a crash; a repeat has the same id. Bad
 * input: the client is let go, the reason is told as {@code ClientRefused}, the round is finished by the others.
 */
@NullMarked
package io.fedics.federate;

import org.jspecify.annotations.NullMarked;
