/** Dense layers and an LSTM over a record's columns, fitted with DL4J in a process of their own. */
@NullMarked
package io.fedics.fl.train.neural;

import org.jspecify.annotations.NullMarked;
