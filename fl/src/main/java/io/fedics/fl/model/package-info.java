/** Models as bundles and their scorers: plain Java, no training library behind them. */
@NullMarked
package io.fedics.fl.model;

import org.jspecify.annotations.NullMarked;
