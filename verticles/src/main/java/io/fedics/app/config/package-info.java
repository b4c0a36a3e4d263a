/** Where settings come from, and the one record of all of them. */
@NullMarked
package io.fedics.app.config;

import org.jspecify.annotations.NullMarked;
