/** Files that must be as they were written. */
@NullMarked
package io.fedics.shared.file;

import org.jspecify.annotations.NullMarked;
