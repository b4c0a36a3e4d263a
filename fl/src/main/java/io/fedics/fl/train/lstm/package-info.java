/**
 * Trains {@link io.fedics.fl.model.lstm.LstmAutoencoder} with DL4J or with our own kernels, in a process of its own: native memory
 * and threads of the library end with it. Same seed, same bundle.
 */
@NullMarked
package io.fedics.fl.train.lstm;

import org.jspecify.annotations.NullMarked;
