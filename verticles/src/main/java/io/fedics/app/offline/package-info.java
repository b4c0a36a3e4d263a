/** {@code ./fedics detect}: the stages over a file, in one thread, without broker and database; other commands judge by the same. */
@NullMarked
package io.fedics.app.offline;

import org.jspecify.annotations.NullMarked;
