/** The LSTM autoencoder over minutes of hosts: scores and per-example gradients, by plain loops and the Vector API alike. */
@NullMarked
package io.fedics.fl.model.lstm;

import org.jspecify.annotations.NullMarked;
