/**
 * From the parameters that clients return to the next global parameters: strategies as pure functions, with the
 * semantics and setting names of Flower's {@code flwr.server.strategy} (Flower 1.41). Plain Java: no clock, no chance,
 * no I/O.
 */
@NullMarked
package io.fedics.fl.aggregate;

import org.jspecify.annotations.NullMarked;
